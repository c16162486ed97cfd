internal import AsyncHTTPClient
internal import Dispatch
internal import NIOCore
internal import NIOHTTP1

/// Sends requests with async-http-client, over connections that are kept open and shared.
public final class AsyncHTTPClientTransport: HTTPTransport {
    private let client: HTTPClient

    /// - Parameters:
    ///   - connections: HTTP/1.1 connections per host at most; HTTP/2 needs one.
    ///   - connectTimeout: for setting up a connection, TLS included.
    public init(connections: Int = 16, connectTimeout: Duration = .seconds(10)) {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: .init(connect: .nanoseconds(connectTimeout.nanoseconds)))
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = connections
        // A refused connection is reported at once: trying again is the retry policy's decision.
        configuration.connectionPool.retryConnectionEstablishment = false
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// Closes all connections; requests in flight fail. Nothing can be sent afterwards.
    public func shutdown() async {
        try? await client.shutdown()
    }

    // Not waited for: the connections close on the event loops' own time.
    deinit { client.shutdown(queue: .global()) { _ in } }

    public func send(_ call: HTTPCall) async throws(TransportError) -> HTTPAnswer {
        var request = HTTPClientRequest(url: call.url)
        request.method = HTTPMethod(rawValue: call.method.rawValue)
        request.headers = HTTPHeaders(call.headers.fields.map { ($0.name, $0.value) })
        if let body = call.body { request.body = .bytes(ByteBuffer(bytes: body)) }
        do {
            let response = try await client.execute(request, timeout: .nanoseconds(call.timeout.nanoseconds))
            let body = try await collect(response, upTo: call.maximumResponseBytes)
            return HTTPAnswer(
                status: Int(response.status.code),
                headers: HeaderFields(response.headers.map { .init(name: $0.name, value: $0.value) }), body: body)
        } catch {
            throw TransportError(error)
        }
    }

    /// Reads the body, but never more of it than allowed, whatever length its header announces.
    private func collect(_ response: HTTPClientResponse, upTo limit: Int) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for try await part in response.body {
            guard bytes.count + part.readableBytes <= limit else { throw TransportError.responseTooLarge(limit: limit) }
            bytes.append(contentsOf: part.readableBytesView)
        }
        return bytes
    }
}
