internal import Intercom
internal import IntercomScripting
internal import Lua
internal import Records

extension ScriptHost {
    /// Runs the script over all records, or once. To be called once.
    ///
    /// - Throws: ``RunFailure`` with what keeps the script from running at all, or the input from being read on:
    ///   `ScriptSource.ReadError`, `LuaError`, `LoadedScript.ShapeError`, `MissingInput`, `RecordsError`. What goes wrong with
    ///   one record is in the summary.
    public func run(observer: any RunObserver) async throws(RunFailure) -> RunSummary {
        let began = ContinuousClock.now
        configuration.client?.stopWhenRefused()
        progress = RunProgress(observer: observer, maximumFailures: configuration.options.maximumFailures)
        do { rehearsedPushes = try await openRehearsedPushes() } catch {
            var summary = RunSummary()
            summary.ending = .failed
            throw RunFailure(error: error, summary: summary)
        }
        let changes = configuration.isDryRun ? ChangeRecorder(pushed: rehearsedPushes) : nil
        if changes != nil { progress?.summary.changes = [:] }
        let around = ScriptActivity(record: 0, journal: changes)
        var failure: (any Error)?
        do {
            try await runScript(around)
        } catch  where stopSign.isUp && error.isInterruption {
            // Ended because it was asked to.
        } catch {
            failure = error
        }
        if stopSign.isUp, progress?.isOver == false { progress?.summary.ending = .interrupted }
        if failure != nil, progress?.isOver == false { progress?.summary.ending = .failed }
        progress?.noteRefusal(configuration.client)
        await closeRecorder(failure)
        progress?.conclude(configuration.client, around, since: began)
        if let changes {
            progress?.plan(changes.changes)
            progress?.summary.leftOut = services?.rehearsedWrites ?? 0
        }
        let summary = progress?.summary ?? RunSummary()
        if let failure { throw RunFailure(error: failure, summary: summary, isAtBeginning: !hasBegun) }
        return summary
    }

    private func runScript(_ around: ScriptActivity) async throws {
        stopSign.whenUp { Task { await self.refuseOperations() } }
        let script = try await load(around)
        guard let each = script.each else { return }
        isRecordScript = true
        progress?.summary.isOverRecords = true
        progress?.maximumFailures = configuration.options.over(script.options).maximumFailures
        if let concurrency = configuration.options.over(script.options).concurrency {
            configuration.client?.limitConcurrency(to: concurrency)
        }
        services?.refusal = nil
        if input == nil, configuration.ledger?.takesKeptRecords != true { throw MissingInput() }
        try await openRecorder()
        let around = try await activity(partOf: around)
        let lua = try open()
        var state = LuaValue.nil
        if let setup = script.setup {
            state = try await lua.run(setup, renewsTime: true, context: around).first ?? .nil
        }
        hasBegun = true
        let feed = try openFeed()
        self.feed = feed
        await judgeStanding()
        try await run(each, state, over: feed)
        await settle()
        progress?.judge()
        await judgeStanding()
        if let finish = script.finish, progress?.summary.ending == .complete, !stopSign.isUp {
            _ = try await lua.run(finish, state, renewsTime: true, context: around)
        }
    }

    /// Starts to read the records that are to be done.
    private func openFeed() throws -> RecordFeed {
        if let kept = recorder?.takenRecords {
            let feed = RecordFeed(kept, limit: configuration.options.limit)
            stopSign.whenUp { feed.stop() }
            return feed
        }
        guard let input else { throw MissingInput() }
        return try input.feed(recorder)
    }

    /// Lets the operations that a plain script may still want fail, so that it comes to its end.
    private func refuseOperations() {
        if !isRecordScript { services?.refusal = IntercomError(.interrupted, "The run was stopped.") }
    }

    private func run(_ each: LuaFunction, _ state: LuaValue, over feed: RecordFeed) async throws {
        defer { feed.stop() }
        var failure: (any Error)?
        await withDiscardingTaskGroup { group in
            do { try await start(each, state, feed, in: &group) } catch { failure = error }
        }
        if let failure { throw failure }
    }

    /// Starts a task for each record, in their order, as many at a time as may be in flight.
    private func start(
        _ each: LuaFunction, _ state: LuaValue, _ feed: RecordFeed, in group: inout DiscardingTaskGroup
    ) async throws {
        let expected = engine?.contributor()  // while there is room, more operations may come from the input
        while true {
            if !feed.hasItems { expected?.pause() }
            let items = try await feed.take()
            expected?.resume()
            if items.isEmpty { return }
            for item in items {
                if inFlight >= configuration.recordsInFlight {
                    expected?.pause()
                    await withCheckedContinuation { roomWaiter = $0 }
                    expected?.resume()
                }
                if stopSign.isUp || progress?.isOver == true { return }
                progress?.begin(item.index)
                var journal = recorder?.journal(for: item.index)
                if let recorder, recorder.isPast(item.index) {
                    expected?.pause()
                    defer { expected?.resume() }
                    if let past = try await recorder.past(item) {
                        progress?.addPast(past)
                        continue
                    }
                    journal = try await recorder.journal(forPast: item.index)
                }
                inFlight += 1
                recorder?.writer.recordBegins()
                switch item {
                case .rejected(let rejected): conclude(RecordResult(rejected), journal, item)
                case .record(let record):
                    // At once and on this thread: operations on one contact are carried out in the order in which they begin.
                    group.addImmediateTask { await self.process(record, each, state, journal) }
                }
            }
            await Task.yield()
        }
    }

    private func process(
        _ record: Record, _ each: LuaFunction, _ state: LuaValue, _ journal: RecordJournal?
    ) async {
        var result = RecordResult(record: record.index, line: record.line, source: record.source, outcome: .skipped)
        let changes = configuration.isDryRun ? ChangeRecorder(pushed: rehearsedPushes) : nil
        let activity = ScriptActivity(
            record: record.index, journal: changes ?? journal, contributor: engine?.contributor(),
            hold: engine?.hold(forRecord: record.index))
        defer { activity.hold?.end() }
        guard let lua else { return conclude(result, journal, .record(record)) }
        do throws(LuaError) {
            let table = try RecordTable(record, in: lua)
            _ = try await lua.run(each, table, RecordContext(record), state, context: activity)
            result.take(activity)
        } catch {
            result.take(error, activity, in: lua)
            if result.problem != nil { result.original = record.text }
        }
        if let changes { result.changes = changes.changes }
        conclude(result, journal, .record(record))
    }

    /// Makes room for another record.
    ///
    /// - Parameter isCounted: whether the record counts as done.
    func finish(_ result: RecordResult, isCounted: Bool) {
        inFlight -= 1
        if isCounted { progress?.add(result) } else { progress?.leaveOut(result.record) }
        progress?.noteRefusal(configuration.client)
        if progress?.isOver == true {
            feed?.stop()
            if recorder != nil { configuration.client?.stopSending() }
        }
        roomWaiter?.resume()
        roomWaiter = nil
    }
}

extension Error {
    /// Whether it is what operations fail with once a run is stopped.
    fileprivate var isInterruption: Bool {
        guard let error = self as? LuaError else { return false }
        return error.kind == .interrupted || (error.cause as? IntercomError)?.code == .interrupted
    }
}
