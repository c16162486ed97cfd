import CLuaBridge

extension LuaState {
    /// Throws what a protected operation came to, and takes its error value off the stack.
    ///
    /// A script that was ended stays ended until the outermost call from the host returns: only that one makes the state
    /// usable again. The flag is looked at even after success, for the script may have gone on after it was set.
    func check(_ status: Int32, noted: Bool = false) throws(LuaError) {
        let reason = lb_killed(bridge)
        guard reason == LB_ALIVE else { throw ended(reason) }
        guard status > LB_YIELD else { return }
        throw failure(status, noted: noted)
    }

    /// What a call came to that did not succeed.
    @usableFromInline
    func callFailure(_ status: Int32) -> LuaError {
        let reason = lb_killed(bridge)
        return reason == LB_ALIVE ? failure(status, noted: true) : ended(reason)
    }

    /// The error for a script that a limit or the host ended.
    func ended(_ reason: Int32) -> LuaError {
        var error = LuaError(kind(ofKill: reason), message(ofKill: reason))
        if let source = lb_error_source(bridge), source.pointee != 0 {
            error.chunk = String(cString: source)
            error.line = Int(lb_error_line(bridge))
            error.message = "\(error.chunk ?? ""):\(error.line ?? 0): \(error.message)"
        }
        if lb_is_outermost(bridge) { lb_revive(bridge) }
        return error
    }

    private func kind(ofKill reason: Int32) -> LuaError.Kind {
        switch Int(reason) {
        case LB_KILL_TIMEOUT: .timeout
        case LB_KILL_MEMORY: .memory
        case LB_KILL_OUTPUT: .output
        default: .interrupted
        }
    }

    private func message(ofKill reason: Int32) -> String {
        switch Int(reason) {
        case LB_KILL_TIMEOUT: "script timed out" + (configuration.timeLimit.map { " after \($0.text)" } ?? "")
        case LB_KILL_MEMORY:
            "not enough memory" + (configuration.memoryLimit.map { " (limit \($0 >> 20) MB)" } ?? "")
        case LB_KILL_OUTPUT: "too much output"
        default: "interrupted"
        }
    }

    /// The error whose value is on the stack's top.
    func failure(_ status: Int32, noted: Bool) -> LuaError {
        defer { lb_pop(stack, 1) }
        let value = LuaStackValue(self, at: -1)
        if status == LB_ERROR_MEMORY { return LuaError(.memory, "not enough memory") }
        if let text = lb_static_message(stack, -1) { return LuaError(.runtime, String(cString: text)) }
        var error = LuaError(.runtime, "")
        // Before anything else runs in Lua, such as what the value has to describe itself.
        if noted { note(&error) }
        error.message = message(of: value)
        if error.line == nil { error.takePosition() }
        error.value = try? LuaValue.read(value)
        if let thrown = try? LuaThrownError.read(value) { error.cause = thrown.error }
        if status == LB_ERROR_SYNTAX { error.kind = .syntax(isIncomplete: error.isUnfinished) }
        return error
    }

    private func message(of value: LuaStackValue) -> String {
        if let text = text(ofMessage: value) { return text }
        if value.kind == .number { return value.numeral }
        if let thrown = try? LuaThrownError.read(value) { return thrown.description }
        let height = lua_gettop(stack)
        defer { lua_settop(stack, height) }
        let hasText = lua_checkstack(stack, 4) != 0 && lua_getmetatable(stack, value.index) != 0
        if hasText {
            lb_pop(stack, 1)
            // What an error has to say for itself is no reason to run on.
            if entering(atMost: 100_000_000, { lb_tostring(bridge, stack, value.index) }) == LB_OK,
                let text = text(ofMessage: LuaStackValue(self, at: -1))
            {
                return text
            }
            // A script whose error describes itself forever has ended all the same.
            if lb_killed(bridge) != LB_ALIVE, lb_is_outermost(bridge) { lb_revive(bridge) }
        }
        return "(error object is a \(value.typeName) value)"
    }

    /// A string as a message: the first 64 KB of it, for nobody reads more.
    private func text(ofMessage value: LuaStackValue) -> String? {
        value.withBytes { bytes in
            let most = 64 << 10
            let text = String(decoding: bytes.prefix(most), as: UTF8.self)
            return bytes.count > most ? text + "…" : text
        }
    }

    private func note(_ error: inout LuaError) {
        if let text = lb_traceback(bridge) { error.traceback = String(cString: text) }
        if let source = lb_error_source(bridge), source.pointee != 0, lb_error_line(bridge) > 0 {
            error.chunk = String(cString: source)
            error.line = Int(lb_error_line(bridge))
        }
    }
}

extension LuaError {
    /// Whether the compiler met the end of the source too early. A quoted string cannot be continued on another line.
    fileprivate var isUnfinished: Bool { message.hasSuffix("<eof>") && !message.contains("unfinished string") }

    /// Chunk and line from the front of the message, "name:12: what".
    mutating func takePosition() {
        let parts = message.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let line = Int(parts[1]) else { return }
        chunk = String(parts[0])
        self.line = line
    }
}

extension Duration {
    /// "1.5 s", "20 ms".
    var text: String {
        let milliseconds = nanoseconds / 1_000_000
        if milliseconds < 1000 { return "\(milliseconds) ms" }
        let whole = milliseconds / 1000
        let rest = milliseconds % 1000
        return rest == 0 ? "\(whole) s" : "\(whole).\(rest / 100) s"
    }
}
