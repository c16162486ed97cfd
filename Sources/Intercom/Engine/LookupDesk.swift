internal import Synchronization

/// Where operations look contacts up: gathers what several of them ask for into one search.
///
/// Those who might ask next are counted as contributors. Whoever waits for a lookup or for a call is not one; it becomes
/// one again before it goes on, so that the count never drops to zero while somebody is on the way. A crowd of
/// operations in the middle of their calls counts as one contributor: there are more of them than can be in
/// flight, so that each that ends makes room for another, and waiting for it delays nothing.
final class LookupDesk: Sendable {
    enum Reply: Sendable {
        case found([Contact], Resolution.Freshness)
        case failed(IntercomError)
    }

    typealias Waiter = CheckedContinuation<Reply, Never>
    typealias Entry = LookupQueue<Waiter>.Entry

    struct State: Sendable {
        var emails: LookupQueue<Waiter>
        var externalIDs: LookupQueue<Waiter>
        var contributors = 0
        /// Operations in the middle of a call, or of a search that has gone out.
        var away = 0
        var manners = LookupManners()

        /// How many are to be expected to add a lookup soon.
        var expected: Int { contributors + (away >= LookupDesk.crowd ? 1 : 0) }

        subscript(field: MatchingField) -> LookupQueue<Waiter> {
            get { field == .email ? emails : externalIDs }
            _modify { if field == .email { yield &emails } else { yield &externalIDs } }
        }
    }

    /// Twice as many as are in flight by default.
    static let crowd = 32

    let state: Mutex<State>
    let service: any ContactsService
    private let time: any TimeSource
    private let patience: Duration

    init(service: any ContactsService, batchSize: Int, patience: Duration, time: any TimeSource) {
        let size = min(max(1, batchSize), ContactSearch.pageLimit)
        state = Mutex(State(emails: LookupQueue(batchSize: size), externalIDs: LookupQueue(batchSize: size)))
        self.service = service
        self.patience = patience
        self.time = time
    }

    /// Counts somebody who might look something up.
    func arrive() { state.withLock { $0.contributors += 1 } }

    /// The same, gone or waiting for something else than a lookup.
    func depart() { depart(toCall: false) }

    /// A contributor makes a call; follow it by `comeBack`.
    func goAway() { depart(toCall: true) }

    func comeBack() {
        state.withLock { state in
            state.away -= 1
            state.contributors += 1
        }
    }

    private func depart(toCall: Bool) {
        let actions = state.withLock { state in
            state.contributors -= 1
            if toCall { state.away += 1 }
            guard state.contributors == 0 else { return [(MatchingField, LookupQueue<Waiter>.Action)]() }
            let expected = state.expected
            return [MatchingField.email, .externalID].map { field in
                (field, state[field].consider(contributors: expected))
            }
        }
        for (field, action) in actions { carryOut(action, field) }
    }

    /// Looks a key up. The caller counts as a contributor, before and after.
    func lookUp(_ key: MatchingKey, _ freshness: Resolution.Freshness) async -> Reply {
        if freshness == .direct { return await lookUpDirectly(key) }
        return await withCheckedContinuation { continuation in
            let entry = Entry(key: key, freshness: freshness, waiter: continuation)
            let actions = state.withLock { state in
                state.contributors -= 1
                let expected = state.expected
                var actions = [(key.field, state[key.field].add(entry, contributors: expected))]
                if state.contributors == 0 {
                    let other: MatchingField = key.field == .email ? .externalID : .email
                    actions.append((other, state[other].consider(contributors: expected)))
                }
                return actions
            }
            for (field, action) in actions { carryOut(action, field) }
        }
    }

    private func lookUpDirectly(_ key: MatchingKey) async -> Reply {
        goAway()
        defer { comeBack() }
        let lookup = ContactLookup(.externalID, [key.original], .direct)
        do throws(IntercomError) {
            return .found(try await service.lookUpContacts(deciding: { lookup })?.contacts ?? [], .direct)
        } catch {
            return error.code == .notFound && !error.isMerged ? .found([], .direct) : .failed(error)
        }
    }

    func carryOut(_ action: LookupQueue<Waiter>.Action, _ field: MatchingField) {
        switch action {
        case .wait: break
        case .request: Task { await send(field) }
        case .settle: Task { await settle(field) }
        case .watch(let generation):
            Task {
                try? await time.sleep(for: patience)
                carryOut(state.withLock { $0[field].patienceEnded(generation: generation) }, field)
            }
        }
    }

    /// Lets everybody run who is ready to, as long as that brings more lookups.
    private func settle(_ field: MatchingField) async {
        var action = LookupQueue<Waiter>.Action.settle
        while action == .settle {
            let before = state.withLock { $0[field].count }
            await Task.yield()
            action = state.withLock { state in
                let expected = state.expected
                return state[field].settled(before: before, contributors: expected)
            }
        }
        carryOut(action, field)
    }

    func deliver(_ replies: [(Entry, Reply)]) {
        state.withLock { state in
            state.away -= replies.count
            state.contributors += replies.count
        }
        for (entry, reply) in replies { entry.waiter.resume(returning: reply) }
    }
}
