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

    /// Appends a Lua function that keeps this one alive.
    public func push(to writer: inout LuaWriter) { writer.function(self) }
}

/// What a coroutine waits for, and the result of that.
///
/// The work begins on Lua's thread, at once, and leaves it where it first waits for something: what is ready costs no change
/// of threads. Work that keeps a processor busy belongs into a `@concurrent` function.
public struct LuaPendingOperation {
    /// Does the work, and makes the result of it on Lua's thread.
    let perform: nonisolated(nonsending) () async throws -> any LuaPushable

    /// The work of one call. What it returns becomes the result of the call, ``LuaResults`` several of them.
    public init<Result: LuaPushable & Sendable>(
        _ perform: nonisolated(nonsending) @escaping @Sendable () async throws -> Result
    ) {
        self.perform = { try await perform() }
    }

    /// The work of one call, and what makes its result of that, on Lua's thread.
    public init<Value: Sendable>(
        _ perform: nonisolated(nonsending) @escaping @Sendable () async throws -> Value,
        finish: @escaping (Value) throws -> any LuaPushable
    ) {
        self.perform = { try finish(try await perform()) }
    }
}

/// Several results of one function.
public struct LuaResults: LuaPushable, Sendable {
    @usableFromInline var values: [any LuaPushable & Sendable]

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
    private static func fail(_ error: any Error, _ bridge: OpaquePointer) -> Int32 { LuaFace(bridge).leave(error) }

    static let release: @convention(c) (UnsafeMutableRawPointer) -> Void = { object in
        Unmanaged<AnyObject>.fromOpaque(object).release()
    }
}
