import CLuaBridge

extension LuaState {
    /// Receives the lines of `print` from the bridge.
    static let receiveLine: @convention(c) (UnsafePointer<CChar>, Int, OpaquePointer, OpaquePointer) -> Void = {
        bytes, length, stack, bridge in
        guard let host = LuaFace(bridge).pointer.pointee.host else { return }
        let state = Unmanaged<LuaState>.fromOpaque(host).takeUnretainedValue()
        let line = UnsafeRawBufferPointer(start: bytes, count: length)
        state.write(line, on: stack)
    }

    /// Hands a line to ``output``, unless it is beyond the output limit.
    private func write(_ line: UnsafeRawBufferPointer, on stack: OpaquePointer) {
        printed += line.count + 1
        if let limit = configuration.outputLimit, printed > limit { return lb_kill(bridge, Int32(LB_KILL_OUTPUT)) }
        let outer = self.stack
        self.stack = stack
        defer { self.stack = outer }
        output(String(decoding: line, as: UTF8.self))
    }
}
