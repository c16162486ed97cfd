import CLuaBridge

extension LuaState {
    // MARK: Compiling

    /// Compiles a text chunk to a function.
    ///
    /// - Parameters:
    ///   - name: how messages call it: "@file.lua" for a file, "=name" for anything else.
    ///   - environment: its globals; nil for the state's own.
    /// - Throws: ``LuaError`` of kind syntax.
    public func load(
        _ source: String, name: String = "=script", environment: LuaTable? = nil
    ) throws(LuaError) -> LuaFunction {
        try load(bytes: Array(source.utf8), name: name, environment: environment)
    }

    /// The same for bytes, which need not be UTF-8.
    public func load(
        bytes: [UInt8], name: String = "=script", environment: LuaTable? = nil
    ) throws(LuaError) -> LuaFunction {
        if let environment, !environment.reference.belongs(to: self) {
            throw LuaError.foreign
        }
        let guarded = StackGuard(stack, room: 6)
        try room(guarded.hasRoom)
        let slot = environment?.reference.slot ?? 0
        let status = entering {
            bytes.withUnsafeBytes { buffer in
                lb_load(
                    bridge, stack, buffer.baseAddress?.assumingMemoryBound(to: CChar.self), buffer.count, name, slot)
            }
        }
        try check(status)
        return try read(-1)
    }

    // MARK: Running

    /// Compiles and runs a chunk, and reads its first result.
    public func evaluate<Result: LuaReadable>(
        _ source: String, name: String = "=script", as type: Result.Type
    ) throws(LuaError) -> Result {
        try call(try load(source, name: name), as: type)
    }

    /// Compiles and runs a chunk, and returns its results.
    @discardableResult
    public func evaluate(_ source: String, name: String = "=script") throws(LuaError) -> [LuaValue] {
        try call(try load(source, name: name))
    }

    // MARK: Limits

    /// Lets the time of the call that is running begin anew, where it is one that renews it, see
    /// ``run(_:_:timeLimit:renewsTime:context:isolation:)``. For host functions that give a script its next piece of work.
    public func renewTime() {
        if renewal != 0 { lb_renew(bridge, renewal) }
    }

    /// The time limit in nanoseconds, 0 for none.
    var budget: UInt64 { face.pointer.pointee.budget }

    /// Runs `body` as a stretch of Lua's own time.
    ///
    /// - Parameter most: the nanoseconds that it may take, where there is a limit at all.
    func entering(atMost most: UInt64 = .max, _ body: () -> Int32) -> Int32 {
        let entry = lb_enter(bridge, min(budget, most), 0)
        let status = body()
        _ = lb_leave(bridge, entry)
        return status
    }
}

extension Duration {
    /// Whole nanoseconds, as many as fit.
    var nanoseconds: UInt64 {
        let (seconds, attoseconds) = components
        guard seconds >= 0, attoseconds >= 0 else { return 1 }
        let (whole, overflow) = UInt64(seconds).multipliedReportingOverflow(by: 1_000_000_000)
        return overflow ? .max / 2 : max(1, whole &+ UInt64(attoseconds / 1_000_000_000))
    }
}
