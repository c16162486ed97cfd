internal import AsyncHTTPClient
internal import NIOCore
internal import NIOPosix

extension TransportError {
    /// Sorts what async-http-client and NIO throw by the one question that counts: may the server have the request?
    /// What is not known for sure to have failed before sending counts as sent.
    init(_ error: any Error) {
        switch error {
        case let error as TransportError: self = error
        case is CancellationError: self = .cancelled
        case let error as NIOConnectionError: self = .notSent(reason: Self.reason(of: error))
        case let error as IOError where error.errnoCode == ECONNREFUSED:
            self = .notSent(reason: "connection refused")
        case let error as HTTPClientError: self.init(error)
        default: self = .connectionLost(reason: String(describing: error))
        }
    }

    private init(_ error: HTTPClientError) {
        switch error {
        case .cancelled: self = .cancelled
        case .connectTimeout, .tlsHandshakeTimeout, .getConnectionFromPoolTimeout, .httpProxyHandshakeTimeout,
            .socksHandshakeTimeout:
            self = .notSent(reason: "no connection in time")
        case .invalidURL, .emptyHost, .emptyScheme, .alreadyShutdown, .invalidProxyResponse,
            .proxyAuthenticationRequired:
            self = .notSent(reason: error.shortDescription)
        case .deadlineExceeded, .readTimeout, .writeTimeout: self = .timedOut(reason: "no answer in time")
        case .remoteConnectionClosed: self = .connectionLost(reason: "the server closed the connection")
        default: self = .connectionLost(reason: error.shortDescription)
        }
    }

    private static func reason(of error: NIOConnectionError) -> String {
        if error.dnsAError != nil || error.dnsAAAAError != nil { return "the name \(error.host) was not found" }
        let refused = error.connectionErrors.contains { ($0.error as? IOError)?.errnoCode == ECONNREFUSED }
        return refused ? "connection refused" : "no connection to \(error.host)"
    }
}
