// The same functions for few arguments. The compiler makes code for their very types of these, which it does not of those
// for any number: a call takes half the time.

extension LuaHostFunction {
    /// A function of one Swift value.
    @inlinable
    public static func function<Argument: LuaReadable, Result: LuaPushable>(
        _ name: String = "?", _ body: @escaping (Argument) throws -> Result
    ) -> LuaHostFunction {
        reading(name) { call in call.finish(try body(try call.parameter(1))) }
    }

    /// A function of one Swift value without a result.
    @inlinable
    public static func function<Argument: LuaReadable>(
        _ name: String = "?", _ body: @escaping (Argument) throws -> Void
    ) -> LuaHostFunction {
        reading(name) { call in try body(try call.parameter(1)) }
    }

    /// A function of two Swift values.
    @inlinable
    public static func function<First: LuaReadable, Second: LuaReadable, Result: LuaPushable>(
        _ name: String = "?", _ body: @escaping (First, Second) throws -> Result
    ) -> LuaHostFunction {
        reading(name) { call in call.finish(try body(try call.parameter(1), try call.parameter(2))) }
    }

    /// A function of two Swift values without a result.
    @inlinable
    public static func function<First: LuaReadable, Second: LuaReadable>(
        _ name: String = "?", _ body: @escaping (First, Second) throws -> Void
    ) -> LuaHostFunction {
        reading(name) { call in try body(try call.parameter(1), try call.parameter(2)) }
    }

    /// A function of three Swift values.
    @inlinable
    public static func function<First: LuaReadable, Second: LuaReadable, Third: LuaReadable, Result: LuaPushable>(
        _ name: String = "?", _ body: @escaping (First, Second, Third) throws -> Result
    ) -> LuaHostFunction {
        reading(name) { call in
            call.finish(try body(try call.parameter(1), try call.parameter(2), try call.parameter(3)))
        }
    }

    /// A function of three Swift values without a result.
    @inlinable
    public static func function<First: LuaReadable, Second: LuaReadable, Third: LuaReadable>(
        _ name: String = "?", _ body: @escaping (First, Second, Third) throws -> Void
    ) -> LuaHostFunction {
        reading(name) { call in try body(try call.parameter(1), try call.parameter(2), try call.parameter(3)) }
    }
}

// MARK: As values

extension LuaPushable where Self == LuaHostFunction {
    /// See ``LuaHostFunction/function(_:_:)``.
    @inlinable
    public static func function<each Argument: LuaReadable, Result: LuaPushable>(
        _ name: String = "?", _ body: @escaping (repeat each Argument) throws -> Result
    ) -> LuaHostFunction { LuaHostFunction.function(name, body) }

    /// See ``LuaHostFunction/function(_:_:)``.
    @inlinable
    public static func function<each Argument: LuaReadable>(
        _ name: String = "?", _ body: @escaping (repeat each Argument) throws -> Void
    ) -> LuaHostFunction { LuaHostFunction.function(name, body) }

    /// See ``LuaHostFunction/function(_:_:)``.
    @inlinable
    public static func function<Argument: LuaReadable, Result: LuaPushable>(
        _ name: String = "?", _ body: @escaping (Argument) throws -> Result
    ) -> LuaHostFunction { LuaHostFunction.function(name, body) }

    /// See ``LuaHostFunction/function(_:_:)``.
    @inlinable
    public static func function<Argument: LuaReadable>(
        _ name: String = "?", _ body: @escaping (Argument) throws -> Void
    ) -> LuaHostFunction { LuaHostFunction.function(name, body) }

    /// See ``LuaHostFunction/function(_:_:)``.
    @inlinable
    public static func function<First: LuaReadable, Second: LuaReadable, Result: LuaPushable>(
        _ name: String = "?", _ body: @escaping (First, Second) throws -> Result
    ) -> LuaHostFunction { LuaHostFunction.function(name, body) }

    /// See ``LuaHostFunction/function(_:_:)``.
    @inlinable
    public static func function<First: LuaReadable, Second: LuaReadable>(
        _ name: String = "?", _ body: @escaping (First, Second) throws -> Void
    ) -> LuaHostFunction { LuaHostFunction.function(name, body) }

    /// See ``LuaHostFunction/function(_:_:)``.
    @inlinable
    public static func function<First: LuaReadable, Second: LuaReadable, Third: LuaReadable, Result: LuaPushable>(
        _ name: String = "?", _ body: @escaping (First, Second, Third) throws -> Result
    ) -> LuaHostFunction { LuaHostFunction.function(name, body) }

    /// See ``LuaHostFunction/function(_:_:)``.
    @inlinable
    public static func function<First: LuaReadable, Second: LuaReadable, Third: LuaReadable>(
        _ name: String = "?", _ body: @escaping (First, Second, Third) throws -> Void
    ) -> LuaHostFunction { LuaHostFunction.function(name, body) }
}
