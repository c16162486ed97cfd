public import CLuaBridge

/// What the library keeps of a state in C, where generic code of other modules reaches it without a call and without
/// counting references.
@usableFromInline
struct LuaFace {
    @usableFromInline let bridge: OpaquePointer

    @inlinable init(_ bridge: OpaquePointer) { self.bridge = bridge }

    @inlinable var pointer: UnsafeMutablePointer<lb_face> { lb_face_of(bridge) }

    /// The stack that operations use: the main one, or that of the coroutine whose host function is running.
    @inlinable var stack: OpaquePointer {
        get { pointer.pointee.stack }
        nonmutating set { pointer.pointee.stack = newValue }
    }

    @inlinable var serial: UInt32 { pointer.pointee.serial }

    /// Whether ``LuaState/readingFailure`` says why a table could not be read.
    @inlinable var hasFailedReading: Bool {
        get { pointer.pointee.has_failed_reading }
        nonmutating set { pointer.pointee.has_failed_reading = newValue }
    }

    /// The state, which whoever holds one of its values keeps alive.
    var state: LuaState {
        guard let host = pointer.pointee.host else {
            preconditionFailure("a Lua state was used while it was being closed")
        }
        return Unmanaged<LuaState>.fromOpaque(host).takeUnretainedValue()
    }

    /// The name of the host function that is running.
    var functionName: String {
        guard let function = lb_running_function(bridge) else { return "?" }
        return Unmanaged<LuaHostFunction>.fromOpaque(function).takeUnretainedValue().name
    }
}
