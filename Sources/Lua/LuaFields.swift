public import CLuaBridge

/// The fields of a table while they are being read, by names that the program knows.
///
/// ```swift
/// static func read(_ value: LuaStackValue) throws(LuaMismatch) -> Person {
///     let fields = try value.fields()
///     return Person(name: try fields("name"), age: try fields("age"))
/// }
/// ```
///
/// Metamethods do not apply. A name is looked for in Lua's table by where it stands in the program, without making a string of
/// it again, so this is the fastest way to read a record.
public struct LuaFields: ~Copyable {
    @usableFromInline let table: LuaStackValue
    /// The height of the stack between two fields.
    @usableFromInline let height: Int32

    @usableFromInline
    init(_ table: LuaStackValue, height: Int32) {
        self.table = table
        self.height = height
    }

    /// Reads a field; one that is absent is nil.
    ///
    /// - Throws: ``LuaMismatch`` with the name in its path.
    @inlinable @inline(__always)
    public func callAsFunction<Value: LuaReadable>(
        _ name: StaticString, as type: Value.Type = Value.self
    ) throws(LuaMismatch) -> Value {
        let stack = table.stack
        guard name.hasPointerRepresentation else { return try self(name.description) }
        let start = UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self)
        let found = lb_push_field(table.bridge, stack, table.index, start, UInt32(name.utf8CodeUnitCount))
        guard found != -1 else { throw table.shortage() }
        do {
            let read: Value = try value.read()
            lua_settop(stack, height)
            return read
        } catch {
            lua_settop(stack, height)
            throw error.inside(name.description)
        }
    }

    /// The same for a name that is not written down in the program.
    @_disfavoredOverload
    public func callAsFunction<Value: LuaReadable>(
        _ name: String, as type: Value.Type = Value.self
    ) throws(LuaMismatch) -> Value {
        let (bridge, stack) = (table.bridge, table.stack)
        var name = name
        let status = name.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) {
                lb_rawget_field(bridge, stack, table.index, $0.baseAddress, $0.count)
            }
        }
        defer { lua_settop(stack, height) }
        guard status == LB_OK else { throw table.shortage() }
        do { return try value.read() } catch { throw error.inside(name) }
    }

    @inlinable @inline(__always)
    var value: LuaStackValue { LuaStackValue(table.bridge, serial: table.serial, index: height + 1) }
}

extension LuaStackValue {
    /// The fields of a table, by name.
    ///
    /// - Throws: ``LuaMismatch`` where the value is no table.
    @inlinable
    public func fields() throws(LuaMismatch) -> LuaFields {
        let stack = self.stack
        guard lua_type(stack, index) == Kind.table.rawValue else { throw mismatch("table") }
        let height = lua_gettop(stack)
        // Besides what this takes, there is to be as much room as every C function of Lua has.
        guard lua_checkstack(stack, 24) != 0 else { throw shortage() }
        return LuaFields(self, height: height)
    }

    /// Not a mismatch, but what kept the value from being read.
    @usableFromInline
    func shortage() -> LuaMismatch { LuaMismatch(state.lackOfRoom) }
}
