import CLuaBridge

/// Where Swift writes the values that are to become Lua's, all in one protected step.
///
/// A ``LuaPushable`` appends exactly one value. A table is announced with its counts, then come its items, then its pairs.
public struct LuaWriter {
    let tape: UnsafeMutablePointer<lb_tape>
    let state: LuaState
    /// What makes the whole tape unusable: found while writing, reported when it is pushed.
    var failure: LuaError?

    init(_ tape: UnsafeMutablePointer<lb_tape>, state: LuaState) {
        self.tape = tape
        self.state = state
    }

    private mutating func append(_ node: lb_node) {
        if tape.pointee.count == tape.pointee.capacity, !lb_tape_grow(tape, 1) {
            failure = LuaError(.memory, "not enough memory")
            return
        }
        tape.pointee.nodes[tape.pointee.count] = node
        tape.pointee.count += 1
    }

    private mutating func append(_ kind: Int, count: Int = 0, integer: Int64 = 0) {
        var node = lb_node()
        node.kind = UInt32(kind)
        node.count = UInt32(truncatingIfNeeded: count)
        node.integer = integer
        append(node)
    }

    public mutating func `nil`() { append(LB_NODE_NIL) }
    public mutating func null() { append(LB_NODE_NULL) }
    public mutating func boolean(_ value: Bool) { append(LB_NODE_BOOLEAN, integer: value ? 1 : 0) }
    public mutating func integer(_ value: Int64) { append(LB_NODE_INTEGER, integer: value) }

    public mutating func number(_ value: Double) {
        var node = lb_node()
        node.kind = UInt32(LB_NODE_NUMBER)
        node.number = value
        append(node)
    }

    /// A Lua string of these bytes, which are copied.
    public mutating func bytes(_ bytes: UnsafeRawBufferPointer) {
        let offset = tape.pointee.arena_count
        guard bytes.count <= UInt32.max, lb_tape_grow_arena(tape, max(1, bytes.count)) else {
            failure = LuaError(.memory, "not enough memory")
            return
        }
        if let source = bytes.baseAddress {
            UnsafeMutableRawPointer(tape.pointee.arena + offset).copyMemory(from: source, byteCount: bytes.count)
        }
        tape.pointee.arena_count += bytes.count
        append(LB_NODE_TEXT, count: bytes.count, integer: Int64(offset))
    }

    public mutating func string(_ text: String) {
        var text = text
        text.withUTF8 { bytes(UnsafeRawBufferPointer($0)) }
    }

    /// A Lua string of bytes that stay where they are until the tape is pushed: for static strings.
    public mutating func string(_ text: StaticString) {
        var node = lb_node()
        node.kind = UInt32(LB_NODE_STRING)
        node.count = UInt32(text.utf8CodeUnitCount)
        node.bytes = UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self)
        append(node)
    }

    /// A new table. Its `items` values, then its `pairs` keys and values follow.
    public mutating func table(items: Int = 0, pairs: Int = 0) {
        append(LB_NODE_TABLE, count: items, integer: Int64(pairs))
    }

    /// A new table of string keys, of which `fields` writes as many as it likes.
    public mutating func record<Failure: Error>(
        _ fields: (inout LuaFieldWriter) throws(Failure) -> Void
    ) throws(Failure) {
        let position = tape.pointee.count
        table()
        var writer = LuaFieldWriter(writer: self)
        try fields(&writer)
        failure = failure ?? writer.writer.failure
        if failure == nil { tape.pointee.nodes[position].integer = Int64(writer.count) }
    }

    mutating func reference(_ reference: LuaReference) {
        guard reference.belongs(to: state) else {
            failure = LuaError(.typeMismatch, "a value of another Lua state")
            return `nil`()
        }
        // The handle may be gone before the value is pushed, so the tape keeps what it names.
        append(LB_NODE_REFERENCE, object: reference, count: Int(reference.slot))
    }

    mutating func function(_ function: LuaHostFunction) {
        append(LB_NODE_FUNCTION, object: function, count: function.waits ? 1 : 0)
    }

    mutating func object(_ object: AnyObject, metatable: LuaTable) {
        append(LB_NODE_OBJECT, object: object, count: Int(metatable.reference.slot))
    }

    private mutating func append(_ kind: Int, object: AnyObject, count: Int) {
        guard lb_tape_grow(tape, 1) else {
            failure = LuaError(.memory, "not enough memory")
            return
        }
        var node = lb_node()
        node.kind = UInt32(kind)
        node.count = UInt32(count)
        node.object = Unmanaged.passRetained(object).toOpaque()
        append(node)
    }
}

/// Writes the fields of one table; see ``LuaWriter/record(_:)``.
public struct LuaFieldWriter {
    var writer: LuaWriter
    var count = 0

    /// One field. The value's nil makes it absent.
    public mutating func field(_ name: String, _ value: some LuaPushable) {
        count += 1
        writer.string(name)
        value.push(to: &writer)
    }

    /// One field whose value `write` appends; it must append exactly one.
    public mutating func field(_ name: String, write: (inout LuaWriter) -> Void) {
        count += 1
        writer.string(name)
        write(&writer)
    }
}
