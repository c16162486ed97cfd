public import CLuaBridge

/// Where Swift writes the values that are to become Lua's, all in one protected step.
///
/// A ``LuaPushable`` appends exactly one value. A table is announced with its counts, then come its items, then its pairs.
public struct LuaWriter: ~Copyable {
    @usableFromInline let tape: UnsafeMutablePointer<lb_tape>
    @usableFromInline let bridge: OpaquePointer

    @inlinable init(_ tape: UnsafeMutablePointer<lb_tape>, _ bridge: OpaquePointer) {
        self.tape = tape
        self.bridge = bridge
    }

    var state: LuaState { LuaFace(bridge).state }

    @inlinable @inline(__always)
    mutating func append(_ kind: Int, count: UInt32 = 0, integer: Int64 = 0) {
        let position = tape.pointee.count
        guard position < tape.pointee.capacity || grow() else { return }
        let node = tape.pointee.nodes.advanced(by: position)
        node.pointee.kind = UInt32(truncatingIfNeeded: kind)
        node.pointee.count = count
        node.pointee.integer = integer
        tape.pointee.count = position + 1
    }

    @usableFromInline
    mutating func grow() -> Bool {
        if lb_tape_grow(tape, 1) { return true }
        fail(LuaError(.memory, "not enough memory"))
        return false
    }

    // MARK: Failing

    /// Makes the whole tape unusable, which is reported when it is pushed.
    @usableFromInline
    mutating func fail(_ error: LuaError) {
        if tape.pointee.failure != nil { return }
        tape.pointee.failure = Unmanaged<AnyObject>.passRetained(LuaFailure(error)).toOpaque()
    }

    // MARK: Values

    /// Appends nil.
    @inlinable @inline(__always) public mutating func `nil`() { append(LB_NODE_NIL) }
    /// Appends the null of JSON; see ``LuaValue/null``.
    @inlinable public mutating func null() { append(LB_NODE_NULL) }
    /// Appends true or false.
    @inlinable @inline(__always) public mutating func boolean(_ value: Bool) {
        append(LB_NODE_BOOLEAN, integer: value ? 1 : 0)
    }
    /// Appends an integer.
    @inlinable @inline(__always) public mutating func integer(_ value: Int64) {
        append(LB_NODE_INTEGER, integer: value)
    }
    /// Appends a float, also where it is whole.
    @inlinable @inline(__always)
    public mutating func number(_ value: Double) {
        append(LB_NODE_NUMBER, integer: Int64(bitPattern: value.bitPattern))
    }

    /// A Lua string of these bytes, which are copied.
    @inlinable @inline(__always)
    public mutating func bytes(_ bytes: UnsafeRawBufferPointer) {
        let offset = tape.pointee.arena_count
        guard bytes.count < tape.pointee.arena_capacity - offset || makeRoom(for: bytes.count) else { return }
        if let source = bytes.baseAddress {
            UnsafeMutableRawPointer(tape.pointee.arena + offset).copyShortText(from: source, count: bytes.count)
        }
        tape.pointee.arena_count = offset + bytes.count
        append(LB_NODE_TEXT, count: UInt32(truncatingIfNeeded: bytes.count), integer: Int64(offset))
    }

    @usableFromInline
    mutating func makeRoom(for bytes: Int) -> Bool {
        if bytes < UInt32.max, lb_tape_grow_arena(tape, bytes + 1) { return true }
        fail(LuaError(.memory, "not enough memory"))
        return false
    }

    /// Appends a string.
    @inlinable
    public mutating func string(_ text: String) {
        // Faster than `withUTF8`, which needs a copy of its own to make contiguous what as good as always is.
        if text.utf8.withContiguousStorageIfAvailable({ bytes(UnsafeRawBufferPointer($0)) }) == nil {
            var text = text
            text.withUTF8 { bytes(UnsafeRawBufferPointer($0)) }
        }
    }

    /// A Lua string that is known by where it stands in the program: Lua makes it once, however often it is written.
    @inlinable @inline(__always)
    public mutating func string(_ text: StaticString) {
        guard text.hasPointerRepresentation else { return string(text.description) }
        append(
            LB_NODE_NAME, count: UInt32(truncatingIfNeeded: text.utf8CodeUnitCount),
            integer: Int64(Int(bitPattern: text.utf8Start)))
    }

    /// A new table. Its `items` values, then its `pairs` keys and values follow.
    @inlinable @inline(__always)
    public mutating func table(items: Int = 0, pairs: Int = 0) {
        append(LB_NODE_TABLE, count: UInt32(clamping: items), integer: Int64(pairs))
    }

    /// A new table of string keys, of which `fields` writes as many as it likes.
    @inlinable @inline(__always)
    public mutating func record<Failure: Error>(
        _ fields: (inout LuaFieldWriter) throws(Failure) -> Void
    ) throws(Failure) {
        let position = tape.pointee.count
        table()
        var writer = LuaFieldWriter(tape, bridge)
        try fields(&writer)
        if tape.pointee.failure == nil { tape.pointee.nodes[position].integer = Int64(writer.count) }
    }

    /// A new table of items 1, 2, …, of which `items` writes as many as it likes.
    ///
    /// ```swift
    /// writer.array { items in for row in rows where row.isOpen { items.item(row.name) } }
    /// ```
    @inlinable
    public mutating func array<Failure: Error>(
        _ items: (inout LuaItemWriter) throws(Failure) -> Void
    ) throws(Failure) {
        let position = tape.pointee.count
        table()
        var writer = LuaItemWriter(tape, bridge)
        try items(&writer)
        if tape.pointee.failure == nil { tape.pointee.nodes[position].count = UInt32(clamping: writer.count) }
    }

    mutating func reference(_ reference: LuaReference) {
        guard reference.bridge == bridge else {
            fail(LuaError.foreign)
            return `nil`()
        }
        // The handle may be gone before the value is pushed, so the tape keeps what it names.
        append(LB_NODE_REFERENCE, object: reference, count: UInt32(reference.slot))
    }

    mutating func function(_ function: LuaHostFunction) {
        append(LB_NODE_FUNCTION, object: function, count: function.waits ? 1 : 0)
    }

    mutating func object(_ object: AnyObject, metatable: LuaTable) {
        append(LB_NODE_OBJECT, object: object, count: UInt32(metatable.reference.slot))
    }

    private mutating func append(_ kind: Int, object: AnyObject, count: UInt32) {
        guard tape.pointee.count < tape.pointee.capacity || grow() else { return }
        append(kind, count: count, integer: Int64(Int(bitPattern: Unmanaged.passRetained(object).toOpaque())))
        tape.pointee.held += 1
    }
}

extension UnsafeMutableRawPointer {
    /// As `copyMemory`, faster for the few bytes that most texts have: as two words that may overlap.
    @inlinable @inline(__always)
    func copyShortText(from source: UnsafeRawPointer, count: Int) {
        switch count {
        case 8...16:
            let head = source.loadUnaligned(as: UInt64.self)
            let tail = source.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
            storeBytes(of: head, as: UInt64.self)
            storeBytes(of: tail, toByteOffset: count - 8, as: UInt64.self)
        case 4..<8:
            let head = source.loadUnaligned(as: UInt32.self)
            let tail = source.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self)
            storeBytes(of: head, as: UInt32.self)
            storeBytes(of: tail, toByteOffset: count - 4, as: UInt32.self)
        default:
            copyMemory(from: source, byteCount: count)
        }
    }
}

/// Why a tape cannot be used, kept by it until it is emptied.
final class LuaFailure {
    let error: LuaError

    init(_ error: LuaError) { self.error = error }

    static func found(in tape: UnsafeMutablePointer<lb_tape>) -> LuaError? {
        guard let failure = tape.pointee.failure else { return nil }
        return Unmanaged<LuaFailure>.fromOpaque(failure).takeUnretainedValue().error
    }
}
