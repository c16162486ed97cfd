import CLuaBridge

/// Keeps one Lua value alive. Released on the state's own thread, wherever the last copy goes away.
public final class LuaReference: Sendable {
    @usableFromInline let slot: Int32
    private let core: LuaCore

    init(slot: Int32, core: LuaCore) {
        self.slot = slot
        self.core = core
        bridge = core.bridge
    }

    /// Names the state.
    @usableFromInline nonisolated(unsafe) let bridge: OpaquePointer

    deinit { lb_release_reference(core.bridge, slot) }

    func belongs(to state: LuaState) -> Bool { bridge == state.bridge }
}

/// The part of a state that its references share: they may outlive the state, and then name nothing.
///
/// Sendable: the pointer never changes, its memory lives as long as this object, and of the bridge's functions only those
/// that may be called from any thread are called through it by others than the ``LuaState``.
final class LuaCore: @unchecked Sendable {
    let bridge: OpaquePointer

    init(_ bridge: OpaquePointer) { self.bridge = bridge }

    deinit { lb_free(bridge) }
}
