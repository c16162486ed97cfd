internal import NIOSSL

extension TransportError {
    /// What an error of TLS means for the request, which has not left yet; nil for any other error.
    init?(tls error: any Error) {
        switch error {
        case NIOSSLError.handshakeFailed(let cause):
            let text = String(describing: cause)
            if text.contains("CERTIFICATE_VERIFY_FAILED") {
                self = .untrusted(
                    reason: "its certificate is not signed by anybody this machine trusts, or out of date")
            } else if text.contains("WRONG_VERSION_NUMBER") {
                self = .untrusted(reason: "it does not speak TLS")
            } else {
                self = .notSent(reason: "the TLS handshake failed: \(text)")
            }
        case NIOSSLError.noCertificateToValidate, NIOSSLError.unableToValidateCertificate:
            self = .untrusted(reason: "it shows no certificate that can be checked")
        case let error as NIOSSLExtraError where error == .failedToValidateHostname:
            self = .untrusted(reason: "its certificate is for another host")
        default: return nil
        }
    }
}
