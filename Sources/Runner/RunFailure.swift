/// A run that could not go on, with what it did until then.
public struct RunFailure: Error {
    public var error: any Error
    public var summary: RunSummary
    /// Whether the script could not even be begun: it does not load, or its `setup` failed.
    public var isAtBeginning = false
}

/// A script that works on records was given none.
public struct MissingInput: Error, Sendable, CustomStringConvertible {
    public init() {}

    public var description: String {
        "the script works on records, but no input was given: name a file, or - for standard input"
    }
}
