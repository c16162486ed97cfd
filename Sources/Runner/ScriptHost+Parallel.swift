internal import IntercomScripting
internal import Lua

extension ScriptHost {
    /// `parallel(items, fn, {concurrency = n})`: calls `fn(item, position)` for each item in a coroutine of its own, `n` at a
    /// time, and returns the first results in the order of the items. After an error no further items are begun; when those
    /// in flight have ended, the error of the first of them is raised. `intercom.skip` ends its item only.
    func parallelFunction() -> LuaHostFunction {
        guard engine != nil else { return Self.oneByOne }
        return LuaHostFunction.waiting("parallel") { [weak self] call in
            let arguments = try ParallelArguments(call)
            let whole = call.state.context as? ScriptActivity
            return LuaPendingOperation { [weak self] in
                // Whoever waits for its items brings no lookups itself.
                whole?.contributor?.pause()
                defer { whole?.contributor?.resume() }
                return try await self?.parallel(arguments, whole) ?? []
            }
        }
    }

    /// The same where nothing waits.
    private static var oneByOne: LuaHostFunction {
        LuaHostFunction("parallel") { call in
            let arguments = try ParallelArguments(call)
            var results: [LuaValue] = []
            for (position, item) in zip(1..., arguments.items) {
                do throws(LuaError) {
                    results.append(try call.state.call(arguments.function, item, position, as: LuaValue.self))
                } catch {
                    guard error.cause is ScriptSkip else { throw error }
                    results.append(.nil)
                }
            }
            call.return(results)
        }
    }

    private func parallel(
        _ arguments: ParallelArguments, _ whole: ScriptActivity?
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
        let contributor = engine?.contributor()
        let activity = whole.map { ScriptActivity(partOf: $0, contributor: contributor) }
        do throws(LuaError) {
            return .success(try await lua?.run(function, item, position, context: activity).first ?? .nil)
        } catch {
            return error.cause is ScriptSkip ? .success(.nil) : .failure(error)
        }
    }
}

/// What `parallel` is called with.
private struct ParallelArguments: Sendable {
    let items: [LuaValue]
    let function: LuaFunction
    let concurrency: Int

    init(_ call: LuaCall) throws(LuaArgumentError) {
        items = try call.argument(1, as: [LuaValue].self)
        function = try call.argument(2, as: LuaFunction.self)
        let options = try call.argument(3, as: [String: Int]?.self) ?? [:]
        if let odd = options.keys.sorted().first(where: { $0 != "concurrency" }) {
            throw call.error(3, "there is no option \"\(odd)\", only concurrency")
        }
        concurrency = options["concurrency"] ?? 16
        guard concurrency > 0 else { throw call.error(3, "concurrency must be at least 1") }
    }
}
