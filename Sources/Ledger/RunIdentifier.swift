internal import GRDB

/// Names a run: sorts by the time the run began, and is short enough to type.
public struct RunIdentifier: Hashable, Sendable, CustomStringConvertible {
    public let description: String

    public init(_ description: String) {
        self.description = description
    }
}
