public import Intercom
public import Lua
public import Records

/// What the functions of the modules work with: one object a state, on the thread of that state.
public final class ScriptServices {
    /// Carries out contact operations; nil where there is no network, as in `map`.
    public var contacts: ContactEngine?
    /// Answers what is not an operation on one contact: searches, attributes; nil where there is no network.
    public var client: IntercomClient?
    /// What custom mappings are checked against; nil where there is no network.
    public var attributes: AttributeCatalog?
    /// Whether functions can wait: not in a transform, whose scripts do not run in coroutines.
    public var canWait = true
    /// Whether scripts may delete contacts.
    public var allowsDelete = true
    /// Where `input.rows()` and its kin take records from; nil where there is no input.
    public var input: (any ScriptInput)?
    /// Runs the items of `parallel` side by side; nil where one follows the other.
    public var parallel: ((ParallelItems, ScriptActivity?) -> LuaPendingOperation)?
    /// What functions work with that the embedding program adds.
    public var host: AnyObject?
    /// Receives what scripts log.
    public var log: (ScriptLogEntry) -> Void
    /// The time, in Unix seconds, for `time.now()`.
    public var now: () -> Double
    /// Where random identifiers come from.
    public var random: any RandomNumberGenerator = SystemRandomNumberGenerator()
    /// Whether nothing may be written: `contacts` then has an overlay, and what has no place there is only logged.
    public var isDryRun = false
    /// Told of each write that does not go through `contacts`, before it is made: what a tag or a note is put on.
    public var willWritePast: ((String) -> Void)?
    /// How many writes a dry run did not make that its plan does not show.
    public internal(set) var rehearsedWrites = 0
    /// Whether the log says what a dry run would do where its plan does not show that.
    public var announcesRehearsals = true
    /// What a person can do where deleting is not allowed.
    public var deletionAdvice = "Look at what would go with --dry-run, then run with --allow-delete."
    /// What every further call of the `intercom` module ends with; nil where there is nothing against it.
    public var refusal: IntercomError?
    /// Whether custom mappings have been checked before, so that the next check costs no call.
    var hasFetchedAttributes = false
    /// Bounds what `json.encode` and its kin may produce at once, in bytes.
    public var outputLimit: Int

    public init(
        contacts: ContactEngine? = nil, client: IntercomClient? = nil, attributes: AttributeCatalog? = nil,
        input: (any ScriptInput)? = nil,
        log: @escaping (ScriptLogEntry) -> Void, now: @escaping () -> Double, outputLimit: Int = 64 << 20
    ) {
        self.contacts = contacts
        self.client = client
        self.attributes = attributes
        self.input = input
        self.log = log
        self.now = now
        self.outputLimit = outputLimit
    }
}

/// The records that a plain script can ask for.
public protocol ScriptInput: AnyObject {
    /// The next record, the place of one that could not be read, or nil at the end.
    ///
    /// - Throws: `RecordsError` when nothing after it can be read.
    func next() throws(RecordsError) -> RecordItem?
    /// The names of the inputs, as they were given.
    var sources: [String] { get }
}

/// One thing that a script logged.
public struct ScriptLogEntry: Sendable, Hashable {
    public enum Level: String, Sendable, Hashable, CaseIterable, Comparable {
        case debug, info, warning, error

        public static func < (one: Level, other: Level) -> Bool {
            allCases.firstIndex(of: one) ?? 0 < allCases.firstIndex(of: other) ?? 0
        }
    }

    public var level: Level
    public var message: String
    /// Further fields, in order.
    public var fields: [Field]

    public struct Field: Sendable, Hashable {
        public var name: String
        public var text: String

        public init(name: String, text: String) {
            self.name = name
            self.text = text
        }
    }

    public init(level: Level, message: String, fields: [Field] = []) {
        self.level = level
        self.message = message
        self.fields = fields
    }

    /// The warning that a script writes to a custom attribute that is archived.
    public static func archivedAttribute(_ attribute: DataAttribute) -> ScriptLogEntry {
        let warning = attribute.archivedWarning
        return ScriptLogEntry(level: .warning, message: "\(warning.message) \(warning.advice)")
    }
}
