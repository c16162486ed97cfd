import CLuaBridge

extension LuaState {
    /// Replaces `print` by one that writes to ``output`` and counts against the output limit.
    func installPrint() throws(LuaError) {
        try set(
            "print",
            LuaHostFunction("print") { call in
                let state = call.state
                var line = ""
                for position in 1..<(call.count + 1) {
                    if position > 1 { line += "\t" }
                    line += try state.displayed(call[position])
                }
                try state.write(line: line)
                call.return(LuaResults())
            })
    }

    private func displayed(_ value: LuaStackValue) throws(LuaError) -> String {
        let guarded = StackGuard(stack, room: 4)
        try room(guarded.hasRoom)
        try check(lb_tostring(bridge, stack, value.index))
        return LuaStackValue(self, at: -1).withBytes { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    private func write(line: String) throws(LuaError) {
        printed += line.utf8.count + 1
        if let limit = configuration.outputLimit, printed > limit {
            lb_kill(bridge, Int32(LB_KILL_OUTPUT))
            throw LuaError(.output, "too much output")
        }
        output(line)
    }
}
