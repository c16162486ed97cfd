/// Why some bytes are not a JSON document.
public struct JSONError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong, in words a person can act on, without a full stop.
    public var message: String
    /// Where the first wrong byte lies, counted from 0 at the first byte given; nil where no byte is to blame
    /// (the document is too large, memory ran out).
    public var offset: Int?

    public init(message: String, offset: Int? = nil) {
        self.message = message
        self.offset = offset
    }

    public var description: String {
        guard let offset else { return "invalid JSON: \(message)" }
        return "invalid JSON at byte \(offset): \(message)"
    }
}
