import CLuaBridge

extension LuaState {
    // MARK: Tables

    /// A new, empty table.
    public func makeTable() throws(LuaError) -> LuaTable {
        let guarded = StackGuard(stack, room: 4)
        try room(guarded.hasRoom)
        try check(lb_push_table(bridge, stack, 0, 0))
        return try read(-1)
    }

    /// A new table from what `value` pushes.
    public func makeTable(_ value: some LuaPushable) throws(LuaError) -> LuaTable {
        let guarded = StackGuard(stack, room: 4)
        try room(guarded.hasRoom)
        try push(value)
        return try read(-1)
    }

    /// The globals of scripts that were given no environment of their own.
    public var globals: LuaTable {
        get throws(LuaError) {
            let guarded = StackGuard(stack, room: 4)
            try room(guarded.hasRoom)
            try check(lb_push_globals(bridge, stack))
            return try read(-1)
        }
    }

    /// A fresh environment over the globals: a script that runs in it changes its own library tables only.
    public func makeEnvironment() throws(LuaError) -> LuaTable {
        let guarded = StackGuard(stack, room: 4)
        try room(guarded.hasRoom)
        try check(lb_push_environment(bridge, stack))
        return try read(-1)
    }

    /// Reads a field; metamethods apply.
    public func get<Value: LuaReadable>(
        _ table: some LuaHandle, _ key: String, as type: Value.Type = Value.self
    ) throws(LuaError) -> Value {
        let guarded = StackGuard(stack, room: 6)
        try room(guarded.hasRoom)
        try push(table)
        var name = key
        try check(
            entering {
                name.withUTF8 { bytes in
                    bytes.withMemoryRebound(to: CChar.self) {
                        lb_get_field(bridge, stack, -1, $0.baseAddress, $0.count)
                    }
                }
            })
        do { return try LuaStackValue(self, at: -1).read() } catch { throw LuaError(error.inside(key)) }
    }

    /// Reads the value of any key; metamethods apply.
    public func get<Value: LuaReadable>(
        _ table: some LuaHandle, key: some LuaPushable, as type: Value.Type = Value.self
    ) throws(LuaError) -> Value {
        let guarded = StackGuard(stack, room: 6)
        try room(guarded.hasRoom)
        try push(table)
        try push(key)
        try check(entering { lb_get(bridge, stack, -2) })
        return try read(-1)
    }

    /// Writes a field; metamethods apply.
    public func set(_ table: some LuaHandle, _ key: some LuaPushable, _ value: some LuaPushable) throws(LuaError) {
        let guarded = StackGuard(stack, room: 8)
        try room(guarded.hasRoom)
        try push(table)
        try push(key)
        try push(value)
        try check(entering { lb_set(bridge, stack, -3) })
    }

    /// Writes a global.
    public func set(_ name: String, _ value: some LuaPushable) throws(LuaError) { try set(try globals, name, value) }

    /// Reads a global.
    public func get<Value: LuaReadable>(_ name: String, as type: Value.Type = Value.self) throws(LuaError) -> Value {
        try get(try globals, name, as: type)
    }

    /// What `tostring` makes of a value.
    public func text(of value: some LuaPushable) throws(LuaError) -> String {
        let guarded = StackGuard(stack, room: 6)
        try room(guarded.hasRoom)
        try push(value)
        try check(entering { lb_tostring(bridge, stack, -1) })
        return LuaStackValue(self, at: -1).withBytes { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// Hands a value to `body` for reading.
    public func read<Result>(
        _ value: some LuaPushable, _ body: (LuaStackValue) throws(LuaMismatch) -> Result
    ) throws(LuaError) -> Result {
        let guarded = StackGuard(stack, room: 4)
        try room(guarded.hasRoom)
        try push(value)
        do throws(LuaMismatch) {
            let result = try body(LuaStackValue(self, at: -1))
            try checkReading()
            return result
        } catch {
            throw LuaError(error)
        }
    }

    // MARK: The stack

    /// Pushes one value onto the stack, for which there must be room.
    @usableFromInline
    func push(_ value: some LuaPushable) throws(LuaError) {
        var slot = LuaSlot(bridge, stack)
        if value.put(into: &slot) { return }
        let tape = takeTape()
        defer { giveBack(tape) }
        var writer = LuaWriter(tape, bridge)
        value.push(to: &writer)
        tape.pointee.values = 1
        if let failure = LuaFailure.found(in: tape) {
            lb_tape_reset(bridge, tape)
            throw failure
        }
        try check(lb_push_tape(bridge, stack, tape))
    }

    /// A tape of its own, for a value may push another while it is being written.
    private func takeTape() -> UnsafeMutablePointer<lb_tape> {
        if let spare = spareTape {
            spareTape = nil
            return spare
        }
        let tape = UnsafeMutablePointer<lb_tape>.allocate(capacity: 1)
        tape.initialize(to: lb_tape())
        return tape
    }

    private func giveBack(_ tape: UnsafeMutablePointer<lb_tape>) {
        if spareTape == nil { spareTape = tape } else { discard(tape) }
    }

    func discard(_ tape: UnsafeMutablePointer<lb_tape>) {
        lb_tape_free(bridge, tape)
        tape.deallocate()
    }

    func read<Value: LuaReadable>(_ index: Int32) throws(LuaError) -> Value {
        do { return try LuaStackValue(self, at: index).read() } catch { throw LuaError(error) }
    }

    func room(_ isThere: Bool) throws(LuaError) {
        if !isThere { throw lackOfRoom }
    }

    func reference(at index: Int32) throws(LuaMismatch) -> LuaReference {
        guard lua_checkstack(stack, 1) != 0 else { throw LuaMismatch(lackOfRoom) }
        lua_pushvalue(stack, index)
        let slot = lb_reference(bridge, stack)
        guard slot != 0 else {
            lb_pop(stack, 1)
            if lb_was_refused(bridge) { throw LuaMismatch(lackOfRoom) }
            throw LuaMismatch(expected: "", found: "", reason: "too many references to Lua values")
        }
        return LuaReference(slot: slot, core: core)
    }

    /// Completes the metatable of a class.
    func finish(
        _ metatable: LuaTable, methods: [String: LuaHostFunction], getters: [String: LuaHostFunction],
        setters: [String: LuaHostFunction]
    ) throws(LuaError) {
        let guarded = StackGuard(stack, room: 6)
        try room(guarded.hasRoom)
        try push(metatable)
        for functions in [methods, getters, setters] { try push(functions) }
        try check(lb_finish_metatable(bridge, stack))
    }
}

extension LuaError {
    /// A value that could not be read as the Swift type asked for.
    public init(_ mismatch: LuaMismatch) {
        self.init(mismatch.isShortage ? .memory : .typeMismatch, mismatch.description)
    }
}
