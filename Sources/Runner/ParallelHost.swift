public import Intercom
public import IntercomScripting
public import Lua

/// An actor that owns a Lua state, and can run several of its coroutines side by side.
public protocol ParallelHost: Actor {
    var parallelState: LuaState? { get }
    /// What operations of scripts are carried out by.
    var parallelEngine: ContactEngine? { get }
}

extension ScriptHost: ParallelHost {
    public var parallelState: LuaState? { lua }
    public var parallelEngine: ContactEngine? { engine }
}

extension ParallelHost {
    /// Runs the items of `parallel` in coroutines, as `FunctionDeclaration.parallel` says.
    public nonisolated func parallelOperation(_ items: ParallelItems, _ whole: ScriptActivity?) -> LuaPendingOperation {
        LuaPendingOperation { [weak self] in
            // Whoever waits for its items brings no lookups itself.
            whole?.contributor?.pause()
            defer { whole?.contributor?.resume() }
            return try await self?.parallel(items, whole) ?? []
        }
    }

    private func parallel(
        _ arguments: ParallelItems, _ whole: ScriptActivity?
    ) async throws(LuaError) -> [LuaValue] {
        let items = arguments.items
        var results = [LuaValue](repeating: .nil, count: items.count)
        var failure: (index: Int, error: LuaError)?
        await withTaskGroup(of: Ended.self) { group in
            var next = 0
            var running = 0
            while true {
                while next < items.count, running < arguments.concurrency, failure == nil {
                    begin(next, items[next], arguments.function, whole, in: &group)
                    next += 1
                    running += 1
                }
                guard let ended = await group.next() else { break }
                running -= 1
                switch ended.result {
                case .success(let value): results[ended.index] = value
                case .failure(let error):
                    if ended.index < failure?.index ?? .max { failure = (ended.index, error) }
                }
            }
        }
        if let failure { throw failure.error }
        return results
    }

    private typealias Ended = (index: Int, result: Result<LuaValue, LuaError>)

    /// Begins an item at once and on this thread, so that they begin in their order.
    private func begin(
        _ index: Int, _ item: LuaValue, _ function: LuaFunction, _ whole: ScriptActivity?,
        in group: inout TaskGroup<Ended>
    ) {
        group.addImmediateTask { (index: index, result: await self.call(function, item, index + 1, whole)) }
    }

    private func call(
        _ function: LuaFunction, _ item: LuaValue, _ position: Int, _ whole: ScriptActivity?
    ) async -> Result<LuaValue, LuaError> {
        let contributor = parallelEngine?.contributor()
        let activity = whole.map { ScriptActivity(partOf: $0, contributor: contributor) }
        do throws(LuaError) {
            return .success(try await parallelState?.run(function, item, position, context: activity).first ?? .nil)
        } catch {
            return error.cause is ScriptSkip ? .success(.nil) : .failure(error)
        }
    }
}
