/// Why a run cannot be gone on with: it would not be the same run.
public struct ResumeRefusal: Error, Sendable, Hashable, CustomStringConvertible {
    public var description: String

    init(_ description: String) { self.description = description }
}
