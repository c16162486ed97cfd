public import CLuaBridge

/// Writes the fields of one table; see ``LuaWriter/record(_:)``.
public struct LuaFieldWriter: ~Copyable {
    @usableFromInline var writer: LuaWriter
    @usableFromInline var count = 0

    @inlinable init(_ tape: UnsafeMutablePointer<lb_tape>, _ bridge: OpaquePointer) {
        writer = LuaWriter(tape, bridge)
    }

    /// One field, of a name that is written down in the program. The value's nil makes it absent.
    @inlinable @inline(__always)
    public mutating func field(_ name: StaticString, _ value: some LuaPushable) {
        count += 1
        writer.string(name)
        value.push(to: &writer)
    }

    /// One field whose value `write` appends; it must append exactly one.
    @inlinable
    public mutating func field(_ name: StaticString, write: (inout LuaWriter) -> Void) {
        count += 1
        writer.string(name)
        write(&writer)
    }

    /// The same for a name that is not written down in the program.
    @inlinable @_disfavoredOverload
    public mutating func field(_ name: String, _ value: some LuaPushable) {
        count += 1
        writer.string(name)
        value.push(to: &writer)
    }

    /// The same for a name that is not written down in the program.
    @inlinable @_disfavoredOverload
    public mutating func field(_ name: String, write: (inout LuaWriter) -> Void) {
        count += 1
        writer.string(name)
        write(&writer)
    }

    /// The same for the bytes of a name, which are copied.
    @inlinable
    public mutating func field(_ name: UnsafeRawBufferPointer, write: (inout LuaWriter) -> Void) {
        count += 1
        writer.bytes(name)
        write(&writer)
    }
}

/// Writes the items of one table; see ``LuaWriter/array(_:)``.
public struct LuaItemWriter: ~Copyable {
    @usableFromInline var writer: LuaWriter
    @usableFromInline var count = 0

    @inlinable init(_ tape: UnsafeMutablePointer<lb_tape>, _ bridge: OpaquePointer) {
        writer = LuaWriter(tape, bridge)
    }

    /// The next item. A nil leaves a hole, which Lua's `#` may stop at.
    @inlinable
    public mutating func item(_ value: some LuaPushable) {
        count += 1
        value.push(to: &writer)
    }

    /// The next item, whose value `write` appends; it must append exactly one.
    @inlinable
    public mutating func item(write: (inout LuaWriter) -> Void) {
        count += 1
        write(&writer)
    }
}
