public import CLuaBridge

/// What a host function leaves for the bridge to return or raise. Each returns the code that says which.
///
/// Of the face and not of the ``LuaState``, which would be retained and released on the way.
extension LuaFace {
    /// Leaves results.
    @inlinable
    func leave<Results: LuaPushable>(_ results: Results) -> Int32 {
        if Results.self == LuaResults.self, let several = results as? LuaResults {
            return leave(several: several.values)
        }
        let tape = lb_result(bridge)
        var writer = LuaWriter(tape, bridge)
        results.push(to: &writer)
        tape.pointee.values = 1
        return tape.pointee.failure == nil ? Int32(LB_RETURN_TAPE) : failed(tape)
    }

    /// Leaves several results.
    @usableFromInline
    func leave(several values: [any LuaPushable]) -> Int32 {
        let tape = lb_result(bridge)
        var writer = LuaWriter(tape, bridge)
        for value in values { value.push(to: &writer) }
        tape.pointee.values = values.count
        return tape.pointee.failure == nil ? Int32(LB_RETURN_TAPE) : failed(tape)
    }

    /// What cannot be written is an error in turn.
    @usableFromInline
    func failed(_ tape: UnsafeMutablePointer<lb_tape>) -> Int32 {
        LuaFailure.found(in: tape).map(leave) ?? Int32(LB_RETURN_MEMORY)
    }

    /// Leaves what is to be raised for a Swift error.
    func leave(_ error: any Error) -> Int32 { error.leave(if: self) ?? leave(another: error) }

    fileprivate func leave(_ error: LuaError) -> Int32 {
        if let value = error.value { return leave(raising: value) }
        return error.kind == .memory ? Int32(LB_RETURN_MEMORY) : leave(message: error.message)
    }

    private func leave(another error: any Error) -> Int32 {
        switch error {
        case let error as LuaArgumentError:
            return error.mismatch.isShortage ? Int32(LB_RETURN_MEMORY) : leave(message: error.description)
        case let error as LuaMismatch:
            return error.isShortage ? Int32(LB_RETURN_MEMORY) : leave(message: error.description)
        default:
            return leave(raising: LuaThrownError(error))
        }
    }

    private func leave(message: consuming String) -> Int32 {
        message.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { lb_leave_message(bridge, $0.baseAddress, $0.count) }
        }
    }

    private func leave(raising value: some LuaPushable) -> Int32 {
        let code = leave(value)
        return code == LB_RETURN_TAPE ? Int32(LB_RETURN_ERROR) : code
    }
}

extension Error {
    /// Leaves this error where it is one of Lua's. A cast would take as long as all the rest of raising it.
    fileprivate func leave(if face: LuaFace) -> Int32? {
        Self.self == LuaError.self ? face.leave(unsafeBitCast(self, to: LuaError.self)) : nil
    }
}
