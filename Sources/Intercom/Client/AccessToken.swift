/// The secret that authorizes every call: an access token of a private app, or an OAuth token.
///
/// It never prints itself: descriptions, dumps and mirrors show its last four characters at most. The one place that
/// reads it whole is the `Authorization` header.
public struct AccessToken: Sendable, Hashable {
    private let secret: String

    /// Takes a token as it was typed, pasted or read from a file; white space around it is dropped.
    ///
    /// Intercom publishes no format for tokens, so every visible ASCII text is accepted.
    ///
    /// - Throws: `invalid_argument` for an empty text or one with white space or control characters inside, which could
    ///   not be sent in a header.
    public init(_ text: String) throws(IntercomError) {
        let isSpace: (UInt8) -> Bool = { $0 == 0x20 || (0x09...0x0D).contains($0) }
        let bytes = Array(text.utf8)
        guard let start = bytes.firstIndex(where: { !isSpace($0) }),
            let end = bytes.lastIndex(where: { !isSpace($0) })
        else {
            throw IntercomError(.invalidArgument, "The access token is empty.", field: "access_token")
        }
        guard bytes[start...end].allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw IntercomError(
                .invalidArgument, "The access token holds white space or characters that no token has.",
                field: "access_token", advice: "Check that the whole token, and nothing else, was given.")
        }
        secret = String(decoding: bytes[start...end], as: UTF8.self)
    }

    /// The last four characters, for telling tokens apart; empty for a token of fewer than twelve, which four
    /// characters would give away.
    public var lastFour: String { secret.utf8.count < 12 ? "" : String(secret.suffix(4)) }

    /// The value of the `Authorization` header.
    var authorization: String { "Bearer " + secret }

    /// The text with every occurrence of the token blotted out: what any foreign text goes through before it becomes
    /// part of an error or a log line.
    func redacting(_ text: String) -> String {
        guard text.utf8.count >= secret.utf8.count else { return text }
        let wanted = Array(secret.utf8)
        let bytes = Array(text.utf8)
        var output: [UInt8] = []
        var position = 0
        while position < bytes.count {
            if bytes[position] == wanted[0], bytes[position...].starts(with: wanted) {
                output.append(contentsOf: "[token]".utf8)
                position += wanted.count
            } else {
                output.append(bytes[position])
                position += 1
            }
        }
        return String(decoding: output, as: UTF8.self)
    }
}

extension AccessToken: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { lastFour.isEmpty ? "[token]" : "[token …\(lastFour)]" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
