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
    enum Body {
        case immediate((inout LuaCall) throws -> Void)
        case waiting((inout LuaCall) throws -> LuaPendingOperation?)
    }

    /// The name that errors use.
    public let name: String
    let body: Body

    init(name: String, body: Body) {
        self.name = name
        self.body = body
    }

    /// A function that reads its arguments from, and gives its results to, the ``LuaCall``.
    public init(_ name: String, _ body: @escaping (inout LuaCall) throws -> Void) {
        self.name = name
        self.body = .immediate(body)
    }

    var waits: Bool { if case .waiting = body { true } else { false } }

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

    public init(_ values: any LuaPushable & Sendable...) { self.values = values }

    /// Only the first where one is asked for.
    public func push(to writer: inout LuaWriter) {
        if let first = values.first { first.push(to: &writer) } else { writer.nil() }
    }
}

// MARK: Forms

extension LuaHostFunction {
    /// A function of Swift values, which the arguments are read as.
    public static func function<each Argument: LuaReadable, Result: LuaPushable>(
        _ name: String = "?", _ body: @escaping (repeat each Argument) throws -> Result
    ) -> LuaHostFunction {
        LuaHostFunction(name) { call in
            var position = 0
            let result = try body(repeat try call.next(&position, as: (each Argument).self))
            call.return(result)
        }
    }

    /// The same without a result.
    public static func function<each Argument: LuaReadable>(
        _ name: String = "?", _ body: @escaping (repeat each Argument) throws -> Void
    ) -> LuaHostFunction {
        LuaHostFunction(name) { call in
            var position = 0
            try body(repeat try call.next(&position, as: (each Argument).self))
        }
    }

    /// A function that suspends its coroutine until `body` is done, away from Lua's thread.
    public static func async<each Argument: LuaReadable & Sendable, Result: LuaPushable & Sendable>(
        _ name: String, _ body: @escaping @Sendable (repeat each Argument) async throws -> Result
    ) -> LuaHostFunction {
        waiting(name) { call in
            var position = 0
            let arguments = (repeat try call.next(&position, as: (each Argument).self))
            return LuaPendingOperation { try await body(repeat each arguments) }
        }
    }

    /// A function that reads its arguments at once, on Lua's thread, and leaves the rest to the operation it returns; nil where
    /// it could answer at once.
    public static func waiting(
        _ name: String, _ body: @escaping (inout LuaCall) throws -> LuaPendingOperation?
    ) -> LuaHostFunction {
        LuaHostFunction(name: name, body: .waiting(body))
    }
}

extension LuaPushable where Self == LuaHostFunction {
    /// See ``LuaHostFunction/function(_:_:)``.
    public static func function<each Argument: LuaReadable, Result: LuaPushable>(
        _ name: String = "?", _ body: @escaping (repeat each Argument) throws -> Result
    ) -> LuaHostFunction { LuaHostFunction.function(name, body) }
}

// MARK: Called from C

extension LuaHostFunction {
    /// Runs a host function for the bridge. All Swift frames have returned when the bridge raises or suspends.
    static let entry: @convention(c) (UnsafeMutableRawPointer?, OpaquePointer?, OpaquePointer?) -> Int32 = {
        object, stack, bridge in
        guard let object, let stack, let bridge, let host = lb_host(bridge) else { return 0 }
        let function = Unmanaged<LuaHostFunction>.fromOpaque(object).takeUnretainedValue()
        let state = Unmanaged<LuaState>.fromOpaque(host).takeUnretainedValue()
        return state.enter(function, on: stack)
    }

    static let release: @convention(c) (UnsafeMutableRawPointer?) -> Void = { object in
        if let object { Unmanaged<AnyObject>.fromOpaque(object).release() }
    }
}

extension LuaState {
    fileprivate func enter(_ function: LuaHostFunction, on stack: OpaquePointer) -> Int32 {
        let outer = self.stack
        self.stack = stack
        defer { self.stack = outer }
        do {
            var call = LuaCall(self, function: function)
            switch function.body {
            case .immediate(let body):
                try body(&call)
                try checkReading()
                return call.finish()
            case .waiting(let body):
                guard let operation = try body(&call) else { return call.finish() }
                pending = operation
                return Int32(LB_RETURN_WAIT)
            }
        } catch {
            return leave(error)
        }
    }

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
        if let several = results as? LuaResults { return leave(several: several.values) }
        return leave(count: 1, LB_RETURN_TAPE) { results.push(to: &$0) }
    }

    func leave(several values: [any LuaPushable]) -> Int32 {
        leave(count: values.count, LB_RETURN_TAPE) { writer in
            for value in values { value.push(to: &writer) }
        }
    }

    private func leave(count: Int, _ code: Int, _ write: (inout LuaWriter) -> Void) -> Int32 {
        guard let tape = lb_result(bridge) else { return 0 }
        var writer = LuaWriter(tape, state: self)
        write(&writer)
        tape.pointee.values = count
        guard let failure = writer.failure else { return Int32(code) }
        // What cannot be written is an error in turn; one of memory takes none.
        return code == LB_RETURN_MESSAGE ? Int32(LB_RETURN_MEMORY) : leave(failure)
    }
}
