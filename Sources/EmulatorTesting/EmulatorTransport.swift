public import Emulator
public import Intercom

/// The way from a client to an emulator in the same process: no socket, no waiting.
public struct EmulatorTransport: HTTPTransport {
    private let core: EmulatorCore
    private let willSend: @Sendable (HTTPCall) async -> Void

    /// - Parameter willSend: runs before each request reaches the emulator, and holds it up as long as it runs.
    public init(_ core: EmulatorCore, willSend: @escaping @Sendable (HTTPCall) async -> Void = { _ in }) {
        self.core = core
        self.willSend = willSend
    }

    public func send(_ call: HTTPCall) async throws(TransportError) -> HTTPAnswer {
        await willSend(call)
        let delivery = core.deliver(
            EmulatorRequest(
                method: EmulatorRequest.Method(name: call.method.rawValue), target: Self.target(of: call.url),
                authorization: call.headers["Authorization"], version: call.headers["Intercom-Version"],
                accept: call.headers["Accept"], body: call.body ?? []))
        switch delivery.transport {
        case .whole: break
        case .dropped: throw .connectionLost(reason: "closed by the emulator")
        case .truncated:
            throw .answerCutOff(status: delivery.answer.status, requestID: delivery.answer.requestID)
        }
        var headers = HeaderFields()
        for (name, value) in delivery.answer.headers { headers.append(name, value) }
        return HTTPAnswer(status: delivery.answer.status, headers: headers, body: delivery.answer.body)
    }

    /// Path and query of an absolute URL.
    private static func target(of url: String) -> String {
        let authority = url.split(separator: "//", maxSplits: 1).last ?? ""
        return authority.firstIndex(of: "/").map { String(authority[$0...]) } ?? "/"
    }
}

/// A transport that reaches nobody.
public struct DeadTransport: HTTPTransport {
    public init() {}

    public func send(_ call: HTTPCall) async throws(TransportError) -> HTTPAnswer {
        throw .notSent(reason: "connection refused")
    }
}
