import HTTPTypes
import HummingbirdCore
import NIOCore

/// Carries requests and answers between HTTP and the emulator's core.
struct HTTPCarrier: Sendable {
    /// Bytes of a request body; a longer one answers 413.
    static let bodyLimit = 64 << 20

    let core: EmulatorCore

    @Sendable
    func respond(_ request: Request, _ writer: consuming ResponseWriter, _ channel: any Channel) async throws {
        let buffer: ByteBuffer
        do {
            buffer = try await request.body.collect(upTo: Self.bodyLimit)
        } catch is NIOTooManyBytesError {
            try await writer.writeResponse(
                HTTPResponse(status: .contentTooLarge, headerFields: [.contentLength: "0", .connection: "close"]))
            try? await channel.close()
            return
        }
        let delivery = core.deliver(Self.emulatorRequest(request, body: buffer))
        if delivery.delay > 0 { try await Task.sleep(for: .milliseconds(delivery.delay)) }
        try await deliver(delivery, isHead: request.method == .head, writer, channel)
    }

    private static func emulatorRequest(_ request: Request, body: ByteBuffer) -> EmulatorRequest {
        EmulatorRequest(
            method: EmulatorRequest.Method(name: request.method.rawValue), target: request.head.path ?? "/",
            authorization: request.headers[.authorization], version: request.headers[.intercomVersion],
            accept: request.headers[.accept], host: request.head.authority, body: Array(body.readableBytesView))
    }

    private func deliver(
        _ delivery: Delivery, isHead: Bool, _ writer: consuming ResponseWriter, _ channel: any Channel
    ) async throws {
        switch delivery.transport {
        case .whole where isHead: try await writer.writeResponse(Self.head(delivery.answer))
        case .whole:
            try await writer.write(
                response: Self.head(delivery.answer),
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: delivery.answer.body)))
        case .dropped:
            try? await channel.close()
        case .truncated(let count):
            var body = try await writer.writeHead(Self.head(delivery.answer))
            try await body.write(ByteBuffer(bytes: delivery.answer.body.prefix(count)))
            try? await channel.close()
        }
    }

    private static func head(_ answer: EmulatorAnswer) -> HTTPResponse {
        var fields = HTTPFields()
        fields.reserveCapacity(10)
        for (name, value) in answer.headers {
            if let name = HTTPField.Name.known[name] { fields.append(HTTPField(name: name, value: value)) }
        }
        fields.append(HTTPField(name: .contentLength, value: String(answer.body.count)))
        return HTTPResponse(
            status: HTTPResponse.Status(code: answer.status, reasonPhrase: ReasonPhrase.of(answer.status)),
            headerFields: fields)
    }
}

extension HTTPField.Name {
    fileprivate static let intercomVersion = known["Intercom-Version"] ?? .server

    /// The names that answers have, made once.
    fileprivate static let known: [String: HTTPField.Name] = Dictionary(
        [
            "Date", "Content-Type", "Status", "X-Request-Id", "Intercom-Version", "X-RateLimit-Limit",
            "X-RateLimit-Remaining", "X-RateLimit-Reset", "Link",
        ].compactMap { name in HTTPField.Name(name).map { (name, $0) } }, uniquingKeysWith: { first, _ in first })
}
