/// What went wrong in Lua, or between Swift and Lua.
public struct LuaError: Error {
    /// The kinds of failure.
    public enum Kind: Sendable, Hashable {
        /// The source does not compile. `isIncomplete` where more input could complete it, as a prompt wants to know.
        case syntax(isIncomplete: Bool)
        /// The script raised an error, or did something that Lua raises one for.
        case runtime
        /// The memory limit was reached, or memory is short.
        case memory
        /// The time limit was reached.
        case timeout
        /// The host ended the script, for instance because the Swift task was cancelled.
        case interrupted
        /// The output limit was reached.
        case output
        /// A Lua value is not of the Swift type asked for.
        case typeMismatch
    }

    /// What kind of failure it is.
    public var kind: Kind
    /// The message, as Lua gives it: with chunk name and line in front where Lua puts them.
    public var message: String
    /// What is not known of every error, apart: so those that a host function throws are small.
    private var box: Box?

    /// The chunk in which the error arose, as Lua shortens it.
    public var chunk: String? {
        get { box?.details.chunk }
        set { change { $0.chunk = newValue } }
    }
    /// The line in ``chunk``, from 1.
    public var line: Int? {
        get { box?.details.line }
        set { change { $0.line = newValue } }
    }
    /// Lua's stack traceback at the point of the error.
    public var traceback: String? {
        get { box?.details.traceback }
        set { change { $0.traceback = newValue } }
    }
    /// The value that was raised; nil where none was.
    public var value: LuaValue? {
        get { box?.details.value }
        set { change { $0.value = newValue } }
    }
    /// The Swift error that a host function threw, if that is what ended the script.
    public var cause: (any Error)? {
        get { box?.details.cause }
        set { change { $0.cause = newValue } }
    }

    /// An error of the host's own: a host function that throws it raises `value`, or else `message` with the position of the
    /// call in front of it.
    public init(
        _ kind: Kind, _ message: String, chunk: String? = nil, line: Int? = nil, traceback: String? = nil,
        value: LuaValue? = nil, cause: (any Error)? = nil
    ) {
        self.init(kind, message)
        if chunk == nil, line == nil, traceback == nil, value == nil, cause == nil { return }
        change {
            $0.chunk = chunk
            $0.line = line
            $0.traceback = traceback
            $0.value = value
            $0.cause = cause
        }
    }

    /// An error of the host's own: a host function that throws it raises `message` with the position of the call in front of
    /// it.
    public init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    /// What is thrown where a value of one state is given to another.
    @usableFromInline static var foreign: LuaError { LuaError(.typeMismatch, "a value of another Lua state") }

    private mutating func change(_ body: (inout Details) -> Void) {
        var changed = box?.details ?? Details()
        body(&changed)
        box = Box(changed)
    }

    private struct Details: Sendable {
        var chunk: String?
        var line: Int?
        var traceback: String?
        var value: LuaValue?
        var cause: (any Error)?
    }

    private final class Box: Sendable {
        let details: Details

        init(_ details: Details) { self.details = details }
    }

    /// Whether more input could complete the source.
    public var isIncomplete: Bool { kind == .syntax(isIncomplete: true) }

    /// Whether the script was ended by a limit or the host; its state needs no further care.
    public var isEnded: Bool {
        switch kind {
        case .memory, .timeout, .interrupted, .output: true
        case .syntax, .runtime, .typeMismatch: false
        }
    }
}

extension LuaError: CustomStringConvertible {
    /// The message.
    public var description: String { message }
}

/// A Lua value that is not what a Swift type needs.
public struct LuaMismatch: Error, Sendable, CustomStringConvertible {
    /// What was expected, in Lua's words: "number", "string", "table".
    public var expected: String
    /// What was found.
    public var found: String
    /// Where, from the outside in: `mappings`, `phone`.
    public var path: [String]
    /// Why a value of the right type does not do, instead of "expected, got".
    public var reason: String?
    /// Whether there was no memory to read the value.
    var isShortage = false

    /// "`expected` expected, got `found`", or else `reason`.
    public init(expected: String, found: String, path: [String] = [], reason: String? = nil) {
        self.expected = expected
        self.found = found
        self.path = path
        self.reason = reason
    }

    /// The path as Lua would write it: `mappings.phone`, `list[2]`.
    public var pathText: String {
        path.reduce(into: "") { text, part in
            if part.hasPrefix("[") || text.isEmpty { text += part } else { text += "." + part }
        }
    }

    /// The mismatch seen from one level further out.
    public func inside(_ part: String) -> LuaMismatch {
        var outer = self
        outer.path.insert(part, at: 0)
        return outer
    }

    /// "number expected, got string", with the path in front where there is one.
    public var description: String {
        let what = reason ?? "\(expected) expected, got \(found)"
        return path.isEmpty ? what : "\(pathText): \(what)"
    }
}
