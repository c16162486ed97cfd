internal import Foundation
internal import Intercom
internal import IntercomScripting
internal import Lua
internal import Records

extension ScriptHost {
  /// Runs the script over all records.
  ///
  /// - Throws: what keeps the script from running at all, or the input from being read on: `ScriptSource.ReadError`,
  ///   `LuaError`, `LoadedScript.ShapeError`, `RecordsError`. What goes wrong with one record is in the summary.
  public func run(observer: any RunObserver) async throws -> RunSummary {
    let began = ContinuousClock.now
    var progress = RunProgress(observer: observer)
    do {
      let script = try await load()
      if let each = script.each { try await run(script, each, &progress) }
    } catch {
      progress.conclude(configuration.client, since: began)
      throw RunFailure(error: error, summary: progress.summary)
    }
    progress.conclude(configuration.client, since: began)
    return progress.summary
  }

  private func run(_ script: LoadedScript, _ each: LuaFunction, _ progress: inout RunProgress) async throws {
    let lua = try open()
    var state = LuaValue.nil
    if let setup = script.setup {
      state = try await lua.run(setup, context: ScriptActivity(record: 0)).first ?? .nil
    }
    guard let input = services?.input as? RunInput else {
      throw LoadedScript.ShapeError(description: "the script works on records, but no input was given")
    }
    let feed = RecordFeed(input.reader, limit: configuration.limit)
    self.feed = feed
    defer { feed.stop() }
    if isStopping { feed.stop() }
    var failure: RecordsError?
    await withTaskGroup(of: RecordResult.self) { group in
      do throws(RecordsError) {
        try await start(each, state, feed, in: &group, &progress)
      } catch {
        failure = error
      }
      for await result in group { progress.add(result) }
    }
    if let failure { throw failure }
    if isStopping, progress.summary.ending == .complete { progress.summary.ending = .interrupted }
    if let finish = script.finish, progress.summary.ending == .complete {
      _ = try await lua.run(finish, state, context: ScriptActivity(record: 0))
    }
  }

  /// Starts a task for each record, as many at a time as may be in flight.
  private func start(
    _ each: LuaFunction, _ state: LuaValue, _ feed: RecordFeed, in group: inout TaskGroup<RecordResult>,
    _ progress: inout RunProgress
  ) async throws(RecordsError) {
    let expected = engine?.contributor()  // while there is room, more operations may come from the input
    defer { expected?.pause() }
    var inFlight = 0
    while true {
      let items = try await feed.take()
      if items.isEmpty { return }
      for item in items {
        while inFlight >= configuration.recordsInFlight {
          expected?.pause()
          if let result = await group.next() { progress.add(result) }
          inFlight -= 1
          expected?.resume()
        }
        if isStopping || progress.isRefused { return }
        switch item {
        case .rejected(let rejected): progress.add(RecordResult(rejected))
        case .record(let record):
          inFlight += 1
          group.addTask { await self.process(record, each, state) }
        }
      }
    }
  }

  private func process(_ record: Record, _ each: LuaFunction, _ state: LuaValue) async -> RecordResult {
    var result = RecordResult(record: record.index, line: record.line, source: record.source, outcome: .skipped)
    let activity = ScriptActivity(record: record.index, contributor: engine?.contributor())
    do throws(LuaError) {
      guard let lua else { return result }
      _ = try await lua.run(each, record, RecordContext(record), state, context: activity)
      result.take(activity)
    } catch {
      result.take(error)
    }
    result.contactID = result.contactID ?? activity.results.last?.contact.id
    return result
  }
}

/// The second argument of `each`.
struct RecordContext: LuaPushable {
  let record: Record

  init(_ record: Record) { self.record = record }

  func push(to writer: inout LuaWriter) {
    writer.record { fields in
      fields.field("index", record.index)
      fields.field("line", record.line)
      fields.field("source", record.source)
    }
  }
}

extension RecordResult {
  /// The word for what the script's operations did: of several, the one that changed most.
  fileprivate mutating func take(_ activity: ScriptActivity) {
    let done = Set(activity.results.map(\.outcome))
    contactID = activity.results.last?.contact.id
    if done.contains(.deleted) {
      outcome = .deleted
    } else if done.contains(.created) {
      outcome = .created
    } else if done.contains(.updated) {
      outcome = .updated
    } else if done.contains(.unchanged) {
      outcome = .unchanged
    } else {
      outcome = .skipped
      reason = activity.hasOperations ? "the script went on after a failed operation" : "no operation"
    }
  }
}
