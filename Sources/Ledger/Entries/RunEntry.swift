/// A run as the ledger keeps it.
public struct RunEntry: Sendable, Hashable {
    /// What a run talks to.
    public struct Workspace: Sendable, Hashable {
        public enum Kind: String, Sendable, Hashable {
            case live
            /// An emulator in another process.
            case emulator
            /// The emulator inside of the run, which is gone with it: nothing known of its contacts is of use later.
            case embedded
        }

        public var kind: Kind
        /// What tells it from all others; never the token.
        public var key: String
        /// As a person knows it.
        public var name: String

        public init(kind: Kind, key: String, name: String) {
            self.kind = kind
            self.key = key
            self.name = name
        }
    }

    /// How a run stands.
    public enum State: String, Sendable, Hashable {
        /// A process is at it.
        case running
        /// It went through all of its input.
        case complete
        /// It ended before its input did, and can be resumed.
        case stopped
        /// Its process is gone without a word, and it can be resumed.
        case crashed
        /// Its records are in a queue, and no worker is at it.
        case queued

        public var isResumable: Bool { self == .stopped || self == .crashed }
    }

    public var id: RunIdentifier
    /// The run whose records it takes up again.
    public var parent: RunIdentifier?
    public var workspace: Workspace
    /// The script as it was named.
    public var script: String
    /// SHA-256 of its text.
    public var scriptDigest: [UInt8]
    public var inputs: [InputEntry]
    /// What is made of the inputs: which share of them, read how.
    public var selection: String
    /// What it takes to start it again, as the program wrote it down: JSON.
    public var invocation: String
    /// Milliseconds since 1970.
    public var startedAt: Int64
    /// When something was last written; milliseconds since 1970.
    public var touchedAt: Int64
    /// Milliseconds since 1970; nil where it was not ended in order.
    public var endedAt: Int64?
    /// Why it ended: `complete`, or the reason for which it was stopped.
    public var ending: String?
    /// What a person is told of that beyond the word, where there is more to say.
    public var reason: String?
    public var state: State
    /// How many records have which outcome.
    public var outcomes: [String: Int]
    /// Records that are still in a queue; nil for a run that takes its records from its inputs.
    public var waiting: Int?

    /// A run that begins.
    public init(
        id: RunIdentifier, parent: RunIdentifier? = nil, workspace: Workspace, script: String, scriptDigest: [UInt8],
        inputs: [InputEntry], selection: String = "", invocation: String, startedAt: Int64
    ) {
        self.id = id
        self.parent = parent
        self.workspace = workspace
        self.script = script
        self.scriptDigest = scriptDigest
        self.inputs = inputs
        self.selection = selection
        self.invocation = invocation
        self.startedAt = startedAt
        touchedAt = startedAt
        state = .running
        outcomes = [:]
    }

    /// The ending of a run that went through all of its input.
    public static let complete = "complete"
    /// The ending of a run whose script could not be begun, or went wrong apart from its records.
    public static let failed = "failed"
    /// The ending of a run of which more records were rejected or failed than it allows.
    public static let tooManyFailures = "too_many_failures"
}

/// An input of a run, and how much of it was read.
public struct InputEntry: Sendable, Hashable {
    /// As it was named.
    public var name: String
    /// The absolute path; nil for what is no file: standard input.
    public var path: String?
    /// Bytes in the file when the run began; nil for what is no file.
    public var size: Int64?
    public var read: ReadPart

    /// The part of an input that a run has read: what tells whether it is the same input.
    public struct ReadPart: Sendable, Hashable {
        /// In bytes, from the beginning.
        public var length: Int64
        /// SHA-256 of it.
        public var digest: [UInt8]

        public init(length: Int64, digest: [UInt8]) {
            self.length = length
            self.digest = digest
        }

        public static let nothing = ReadPart(length: 0, digest: [])
    }

    public init(name: String, path: String?, size: Int64?, read: ReadPart = .nothing) {
        self.name = name
        self.path = path
        self.size = size
        self.read = read
    }
}
