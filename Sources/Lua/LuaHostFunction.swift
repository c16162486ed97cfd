import CLuaBridge

/// A Swift function that Lua can call.
///
/// The simple forms take and return Swift values:
///
/// ```swift
/// try lua.set("add", .function { (a: Int, b: Int) in a + b })
/// ```
///
/// A function that waits suspends only the coroutine that called it; others go on:
///
/// ```swift
/// try lua.set("fetch", .async("fetch") { (id: String) in try await service.fetch(id) })
/// ```
public final class LuaHostFunction: LuaPushable {
    /// The name that errors use.
    public let name: String
    let body: (inout LuaCall) throws -> Void
    /// Whether it may suspend the coroutine that called.
    let waits: Bool
    /// Whether it only asks for arguments by ``LuaCall/parameter(_:)``.
    let hasParameters: Bool

    @usableFromInline
    init(_ name: String, waits: Bool, hasParameters: Bool, _ body: @escaping (inout LuaCall) throws -> Void) {
        self.name = name
        self.body = body
        self.waits = waits
        self.hasParameters = hasParameters
    }

    /// A function that reads its arguments from, and gives its results to, the ``LuaCall``.
    public convenience init(_ name: String, _ body: @escaping (inout LuaCall) throws -> Void) {
        self.init(name, waits: false, hasParameters: false, body)
    }

    /// A function that reads its parameters before all else, and finishes the call at its end.
    @inlinable
    static func reading(_ name: String, _ body: @escaping (inout LuaCall) throws -> Void) -> LuaHostFunction {
        LuaHostFunction(name, waits: false, hasParameters: true, body)
    }

    public func push(to writer: inout LuaWriter) { writer.function(self) }
}

/// What a coroutine waits for: work away from Lua's thread, and its result.
public struct LuaPendingOperation {
    /// Does the work; what it returns makes the result, back on Lua's thread.
    let perform: @Sendable () async throws -> any Sendable
    let finish: (any Sendable) throws -> any LuaPushable

    /// The work of one call. What it returns becomes the result of the call, ``LuaResults`` several of them.
    public init<Result: LuaPushable & Sendable>(_ perform: @escaping @Sendable () async throws -> Result) {
        self.init(perform) { $0 }
    }

    /// The work of one call, and what makes its result of that, on Lua's thread.
    public init<Value: Sendable>(
        _ perform: @escaping @Sendable () async throws -> Value, finish: @escaping (Value) throws -> any LuaPushable
    ) {
        self.perform = perform
        self.finish = { value in
            guard let value = value as? Value else { return LuaResults() }
            return try finish(value)
        }
    }
}

/// Several results of one function.
public struct LuaResults: LuaPushable, Sendable {
    var values: [any LuaPushable & Sendable]

    /// What the function returns, in order.
    public init(_ values: any LuaPushable & Sendable...) { self.values = values }

    /// Only the first where one is asked for.
    public func push(to writer: inout LuaWriter) {
        if let first = values.first { first.push(to: &writer) } else { writer.nil() }
    }
}

// MARK: Forms

extension LuaHostFunction {
    /// A function of Swift values, which the arguments are read as.
    @inlinable
    public static func function<each Argument: LuaReadable, Result: LuaPushable>(
        _ name: String = "?", _ body: @escaping (repeat each Argument) throws -> Result
    ) -> LuaHostFunction {
        reading(name) { call in
            var position: Int32 = 0
            call.finish(try body(repeat try call.next(&position, as: (each Argument).self)))
        }
    }

    /// The same without a result.
    @inlinable
    public static func function<each Argument: LuaReadable>(
        _ name: String = "?", _ body: @escaping (repeat each Argument) throws -> Void
    ) -> LuaHostFunction {
        reading(name) { call in
            var position: Int32 = 0
            try body(repeat try call.next(&position, as: (each Argument).self))
        }
    }

    /// A function that suspends its coroutine until `body` is done, away from Lua's thread.
    public static func async<each Argument: LuaReadable & Sendable, Result: LuaPushable & Sendable>(
        _ name: String, _ body: @escaping @Sendable (repeat each Argument) async throws -> Result
    ) -> LuaHostFunction {
        waiting(name) { call in
            var position: Int32 = 0
            let arguments = (repeat try call.next(&position, as: (each Argument).self))
            return LuaPendingOperation { try await body(repeat each arguments) }
        }
    }

    /// A function that reads its arguments at once, on Lua's thread, and leaves the rest to the operation it returns; nil where
    /// it could answer at once.
    public static func waiting(
        _ name: String, _ body: @escaping (inout LuaCall) throws -> LuaPendingOperation?
    ) -> LuaHostFunction {
        LuaHostFunction(name, waits: true, hasParameters: false) { call in
            if let operation = try body(&call) { call.wait(for: operation) }
        }
    }
}

// MARK: Called from C

extension LuaHostFunction {
    /// Runs a host function for the bridge. All Swift frames have returned when the bridge raises or suspends.
    static let entry: @convention(c) (UnsafeMutableRawPointer, OpaquePointer) -> Int32 = { object, bridge in
        var code: Int32 = 0
        // Whoever calls keeps the function; counting references would take as long as all the rest.
        Unmanaged<LuaHostFunction>.fromOpaque(object)._withUnsafeGuaranteedRef { code = $0.run(bridge) }
        return code
    }

    @inline(__always)
    private func run(_ bridge: OpaquePointer) -> Int32 {
        var call = LuaCall(bridge, isCounted: !hasParameters)
        do {
            try body(&call)
            return LuaFace(bridge).hasFailedReading ? Self.failReading(bridge) : call.code
        } catch {
            return Self.fail(error, bridge)
        }
    }

    @inline(never)
    private static func failReading(_ bridge: OpaquePointer) -> Int32 {
        do throws(LuaMismatch) {
            try LuaFace(bridge).state.checkReading()
            return 0
        } catch {
            return fail(error, bridge)
        }
    }

    @inline(never)
    private static func fail(_ error: any Error, _ bridge: OpaquePointer) -> Int32 {
        LuaFace(bridge).state.leave(error)
    }

    static let release: @convention(c) (UnsafeMutableRawPointer) -> Void = { object in
        Unmanaged<AnyObject>.fromOpaque(object).release()
    }
}

extension LuaState {
    /// Writes what is to be raised for a Swift error; returns the code that says how.
    func leave(_ error: any Error) -> Int32 {
        switch error {
        case let error as LuaError:
            if let value = error.value { return leave(count: 1, LB_RETURN_ERROR) { value.push(to: &$0) } }
            return error.kind == .memory ? Int32(LB_RETURN_MEMORY) : leave(message: error.message)
        case let error as LuaArgumentError:
            return error.mismatch.isShortage ? Int32(LB_RETURN_MEMORY) : leave(message: error.description)
        case let error as LuaMismatch:
            return error.isShortage ? Int32(LB_RETURN_MEMORY) : leave(message: error.description)
        default:
            return leave(count: 1, LB_RETURN_ERROR) { LuaThrownError(error).push(to: &$0) }
        }
    }

    private func leave(message: String) -> Int32 {
        leave(count: 1, LB_RETURN_MESSAGE) { $0.string(message) }
    }

    /// Writes results for the bridge to return.
    func leave(_ results: some LuaPushable) -> Int32 {
        if type(of: results) == LuaResults.self, let several = results as? LuaResults {
            return leave(several: several.values)
        }
        return leave(count: 1, LB_RETURN_TAPE) { results.push(to: &$0) }
    }

    func leave(several values: [any LuaPushable]) -> Int32 {
        leave(count: values.count, LB_RETURN_TAPE) { writer in
            for value in values { value.push(to: &writer) }
        }
    }

    private func leave(count: Int, _ code: Int, _ write: (inout LuaWriter) -> Void) -> Int32 {
        guard let tape = lb_result(bridge) else { return 0 }
        var writer = LuaWriter(tape, bridge)
        write(&writer)
        tape.pointee.values = count
        guard let failure = LuaFailure.found(in: tape) else { return Int32(code) }
        // What cannot be written is an error in turn; one of memory takes none.
        return code == LB_RETURN_MESSAGE ? Int32(LB_RETURN_MEMORY) : leave(failure)
    }
}
