internal import IntercomScripting
internal import Lua

extension ScriptHost {
  /// `parallel(items, fn, {concurrency = n})`: calls `fn(item, position)` for each item in a coroutine of its own, `n` at a
  /// time, and returns the first results in the order of the items. The first error is raised when all that began have ended.
  func parallelFunction() -> LuaHostFunction {
    LuaHostFunction.waiting("parallel") { [weak self] call in
      let items = try call.argument(1, as: [LuaValue].self)
      let function = try call.argument(2, as: LuaFunction.self)
      let options = try call.argument(3, as: [String: Int]?.self) ?? [:]
      let concurrency = options["concurrency"] ?? 16
      guard concurrency > 0 else { throw call.error(3, "concurrency must be at least 1") }
      return LuaPendingOperation { [weak self] in
        guard let self else { return [LuaValue]() }
        return try await self.parallel(items, function, concurrency)
      }
    }
  }

  private func parallel(_ items: [LuaValue], _ function: LuaFunction, _ concurrency: Int) async throws -> [LuaValue] {
    var results = [LuaValue](repeating: .nil, count: items.count)
    try await withThrowingTaskGroup(of: (Int, LuaValue).self) { group in
      var next = 0
      func start() {
        let index = next
        next += 1
        group.addTask { (index, try await self.call(function, items[index], index + 1)) }
      }
      while next < min(concurrency, items.count) { start() }
      while let (index, value) = try await group.next() {
        results[index] = value
        if next < items.count { start() }
      }
    }
    return results
  }

  private func call(_ function: LuaFunction, _ item: LuaValue, _ position: Int) async throws -> LuaValue {
    let contributor = engine?.contributor()
    let activity = ScriptActivity(record: position, contributor: contributor)
    return try await open().run(function, item, position, context: activity).first ?? .nil
  }
}
