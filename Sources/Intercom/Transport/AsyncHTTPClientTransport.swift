internal import AsyncHTTPClient
internal import Dispatch
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix

/// Sends requests with async-http-client, over connections that are kept open and shared.
///
/// All connections live on one event loop, and an answer is put together there and handed over once: so a call costs
/// two changes of thread, not one for every part of it.
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
        // Spans that nobody collects cost a twentieth of a call's time.
        configuration.tracing.tracer = nil
        client = HTTPClient(
            eventLoopGroupProvider: .shared(MultiThreadedEventLoopGroup.singleton.any()), configuration: configuration)
    }

    /// Closes all connections; requests in flight fail. Nothing can be sent afterwards.
    public func shutdown() async {
        try? await client.shutdown()
    }

    // Not waited for: the connections close on the event loop's own time.
    deinit { client.shutdown(queue: .global()) { _ in } }

    public func send(_ call: HTTPCall) async throws(TransportError) -> HTTPAnswer {
        let collector = AnswerCollector(limit: call.maximumResponseBytes)
        let task: HTTPClient.Task<HTTPAnswer>
        do {
            let request = try HTTPClient.Request(
                url: call.url, method: HTTPMethod(rawValue: call.method.rawValue),
                headers: HTTPHeaders(call.headers.fields.map { ($0.name, $0.value) }),
                body: call.body.map { .byteBuffer(ByteBuffer(bytes: $0)) })
            task = client.execute(
                request: request, delegate: collector, deadline: .now() + .nanoseconds(call.timeout.nanoseconds))
        } catch {
            throw .notSent(reason: "\(error)")
        }
        let result = await withTaskCancellationHandler {
            await withUnsafeContinuation { continuation in
                task.futureResult.whenComplete { continuation.resume(returning: $0) }
            }
        } onCancel: {
            task.cancel()
        }
        switch result {
        case .success(let answer): return answer
        case .failure(let error):
            throw TransportError(error, wasSent: collector.wasSent, answer: collector.answer)
        }
    }
}
