import CLuaBridge

/// Shortages of memory: how they are noticed where nothing can be thrown, and how tests bring them about.
extension LuaState {
    /// Which allocations fail.
    enum Fault: Int32, CaseIterable {
        /// One: Lua collects garbage, and its second attempt succeeds.
        case once
        /// One, and the second attempt too.
        case firmly
        /// One and all after it.
        case forGood
    }

    /// Makes the allocation numbered `number`, counted from now, fail; 0 ends that.
    func failAllocation(_ number: UInt64, _ fault: Fault) { lb_fail_allocation(bridge, number, fault.rawValue) }

    /// The allocations counted since then.
    var allocations: UInt64 { lb_allocations(bridge) }

    /// What it means that there is no room on a stack.
    @usableFromInline var lackOfRoom: LuaError {
        lb_was_refused(bridge) ? LuaError(.memory, "not enough memory") : LuaError(.runtime, "stack overflow")
    }

    /// Throws what an iteration over a table, which cannot throw an error of its own, ran into.
    func checkReading() throws(LuaMismatch) {
        guard let failure = readingFailure else { return }
        readingFailure = nil
        face.hasFailedReading = false
        throw LuaMismatch(failure)
    }

    func noteFailedReading(_ failure: LuaError) {
        readingFailure = failure
        face.hasFailedReading = true
    }
}

extension LuaMismatch {
    /// Not a mismatch, but what kept the value from being read.
    init(_ failure: LuaError) {
        self.init(expected: "", found: "", reason: failure.message)
        isShortage = failure.kind == .memory
    }
}
