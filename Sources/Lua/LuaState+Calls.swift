import CLuaBridge

extension LuaState {
    /// Calls a function and reads its first result.
    ///
    /// - Throws: ``LuaError``: what the function raised, with a traceback; what a limit ended it for; or of kind type mismatch
    ///   where the result is not of the type asked for.
    public func call<each Argument: LuaPushable, Result: LuaReadable>(
        _ function: LuaFunction, _ arguments: repeat each Argument, as type: Result.Type
    ) throws(LuaError) -> Result {
        var call = LuaOutgoingCall(self, function)
        try call.begin(function, self)
        for argument in repeat each arguments { try call.push(another: argument, self) }
        return try call.result(self)
    }

    /// Calls a function and returns all its results.
    ///
    /// - Throws: ``LuaError``, as the other form does.
    @discardableResult
    public func call<each Argument: LuaPushable>(
        _ function: LuaFunction, _ arguments: repeat each Argument
    ) throws(LuaError) -> [LuaValue] {
        var call = LuaOutgoingCall(self, function)
        try call.begin(function, self)
        for argument in repeat each arguments { try call.push(another: argument, self) }
        return try call.results(self)
    }

    func values(above base: Int32) throws(LuaError) -> [LuaValue] {
        let top = lua_gettop(stack)
        guard top > base else { return [] }
        var values: [LuaValue] = []
        for index in (base + 1)...top { values.append(try read(index)) }
        return values
    }
}

// The same for few arguments. The compiler makes code for their very types of these, which it does not of those for any
// number.
extension LuaState {
    /// Calls a function without arguments and reads its first result.
    @inlinable
    public func call<Result: LuaReadable>(
        _ function: LuaFunction, as type: Result.Type
    ) throws(LuaError) -> Result {
        let call = LuaOutgoingCall(self, function)
        try call.begin(function, self)
        return try call.result(self)
    }

    /// Calls a function of one value and reads its first result.
    @inlinable
    public func call<Argument: LuaPushable, Result: LuaReadable>(
        _ function: LuaFunction, _ argument: Argument, as type: Result.Type
    ) throws(LuaError) -> Result {
        var call = LuaOutgoingCall(self, function)
        try call.begin(function, self)
        try call.push(argument, self)
        return try call.result(self)
    }

    /// Calls a function of two values and reads its first result.
    @inlinable
    public func call<First: LuaPushable, Second: LuaPushable, Result: LuaReadable>(
        _ function: LuaFunction, _ first: First, _ second: Second, as type: Result.Type
    ) throws(LuaError) -> Result {
        var call = LuaOutgoingCall(self, function)
        try call.begin(function, self)
        try call.push(first, self)
        try call.push(second, self)
        return try call.result(self)
    }

    /// Calls a function of three values and reads its first result.
    @inlinable
    public func call<First: LuaPushable, Second: LuaPushable, Third: LuaPushable, Result: LuaReadable>(
        _ function: LuaFunction, _ first: First, _ second: Second, _ third: Third, as type: Result.Type
    ) throws(LuaError) -> Result {
        var call = LuaOutgoingCall(self, function)
        try call.begin(function, self)
        try call.push(first, self)
        try call.push(second, self)
        try call.push(third, self)
        return try call.result(self)
    }
}
