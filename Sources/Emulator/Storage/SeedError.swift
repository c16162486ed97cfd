/// A seed or a workspace file that cannot be used, and where in it the trouble is.
public struct SeedError: Error, Sendable, Hashable, CustomStringConvertible {
    /// `contacts[3].role`, for instance; empty for the whole document.
    public var path: String
    public var message: String

    init(_ path: String, _ message: String) {
        self.path = path
        self.message = message
    }

    public var description: String { path.isEmpty ? message : "\(path): \(message)" }
}
