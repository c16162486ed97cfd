internal import IntercomScripting
public import JSON
internal import Lua
internal import Records

extension ScriptHost {
  /// Runs the script over all records without network and writes what it returns: a record, a list of records, or nothing.
  ///
  /// - Parameters:
  ///   - write: receives each record, in order.
  ///   - rejected: receives each record that could not be read or on which the script failed; it is left out.
  /// - Throws: `ScriptSource.ReadError`, `LuaError`, `LoadedScript.ShapeError`, `MissingInput`, `RecordsError`, and whatever
  ///   `write` and `rejected` throw.
  public func map(
    write: @Sendable (JSONValue) throws -> Void, rejected: @Sendable (RecordResult) throws -> Void
  ) async throws -> RunSummary {
    let began = ContinuousClock.now
    let script = try await load(ScriptActivity(record: 0))
    guard let each = script.each else {
      throw LoadedScript.ShapeError(description: "a script for map returns a function, or a table with each")
    }
    let lua = try open()
    let state = try script.setup.map { try lua.call($0, as: LuaValue.self) } ?? .nil
    guard let input else { throw MissingInput() }
    var summary = RunSummary()
    let feed = input.feed()
    defer { feed.stop() }
    reading: while true {
      let items = try await feed.take()
      if items.isEmpty { break }
      for item in items {
        if stopSign.isUp { break reading }
        let result = try transform(item, each, state, lua, write)
        summary.add(result)
        if result.outcome == .rejected { try rejected(result) }
      }
    }
    if stopSign.isUp { summary.ending = .interrupted } else if let finish = script.finish { try lua.call(finish, state) }
    let (seconds, attoseconds) = (ContinuousClock.now - began).components
    summary.seconds = Double(seconds) + Double(attoseconds) / 1e18
    return summary
  }

  private func transform(
    _ item: RecordItem, _ each: LuaFunction, _ state: LuaValue, _ lua: LuaState, _ write: (JSONValue) throws -> Void
  ) throws -> RecordResult {
    switch item {
    case .rejected(let rejected): return RecordResult(rejected)
    case .record(let record):
      var result = RecordResult(record: record.index, line: record.line, source: record.source, outcome: .unchanged)
      let value: JSONValue?
      do {
        value = try lua.call(each, record, RecordContext(record), state, as: JSONValue?.self)
      } catch {
        result.take(error, ScriptActivity(record: record.index))
        return result
      }
      switch value {
      case nil, .null?: result.outcome = .skipped
      case .array(let list)?: for element in list { try write(element) }
      case .some(let value): try write(value)
      }
      return result
    }
  }
}
