internal import AsyncHTTPClient
internal import NIOCore
internal import NIOPosix

extension TransportError {
    /// Sorts what async-http-client and NIO throw by the one question that counts: may the server have the request?
    ///
    /// - Parameters:
    ///   - wasSent: whether any part of the request was handed to a connection.
    ///   - answer: what has come of the answer; nil where not even its head has.
    init(_ error: any Error, wasSent: Bool, answer: HTTPAnswer? = nil) {
        let ours = error as? HTTPClientError
        if let error = error as? TransportError {
            self = error
        } else if ours == .cancelled || error is CancellationError {
            self = .cancelled
        } else if !wasSent, let explained = TransportError(tls: error) {
            self = explained
        } else if !wasSent {
            self = .notSent(reason: Self.reason(of: error))
        } else if ours == .deadlineExceeded || ours == .readTimeout || ours == .writeTimeout {
            self = .timedOut(reason: "no answer in time")
        } else if let answer {
            self = .answerCutOff(status: answer.status, requestID: answer.headers["X-Request-Id"])
        } else {
            self = .connectionLost(reason: Self.reason(of: error))
        }
    }

    private static func reason(of error: any Error) -> String {
        switch error {
        case let error as NIOConnectionError: reason(of: error)
        case let error as IOError where error.errnoCode == ECONNREFUSED: "connection refused"
        case let error as IOError where error.errnoCode == ECONNRESET: "connection reset"
        case let error as HTTPClientError: reason(of: error)
        default: String(describing: error)
        }
    }

    private static func reason(of error: HTTPClientError) -> String {
        switch error {
        case .connectTimeout, .tlsHandshakeTimeout, .getConnectionFromPoolTimeout, .deadlineExceeded:
            "no connection in time"
        case .remoteConnectionClosed: "the server closed the connection"
        default: error.shortDescription
        }
    }

    private static func reason(of error: NIOConnectionError) -> String {
        if error.dnsAError != nil || error.dnsAAAAError != nil { return "the name \(error.host) was not found" }
        let refused = error.connectionErrors.contains { ($0.error as? IOError)?.errnoCode == ECONNREFUSED }
        return refused ? "connection refused" : "no connection to \(error.host)"
    }
}
