/// Why a ledger cannot be read or written, or has not what was asked for.
public struct LedgerError: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Kind: Sendable, Hashable {
        /// No permission, no such folder, a disk that does not take it.
        case unwritable
        /// No room left.
        case full
        /// It is there and is none, or is damaged.
        case corrupt
        /// A newer version of the program wrote it.
        case newer
        /// Another program held it for too long.
        case busy
        /// There is no such run.
        case unknownRun
        /// Several runs are meant.
        case ambiguousRun
        /// A process is at work on the run.
        case running
        /// Somebody else has taken over what this process was at.
        case lost
    }

    public var kind: Kind
    /// What is wrong, without a full stop.
    public var message: String
    /// What to do about it, without a full stop.
    public var advice: String?

    public init(_ kind: Kind, _ message: String, advice: String? = nil) {
        self.kind = kind
        self.message = message
        self.advice = advice
    }

    public var description: String { message + (advice.map { ": \($0)" } ?? "") }
}
