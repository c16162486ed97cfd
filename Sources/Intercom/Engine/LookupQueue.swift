/// Gathers lookups by one field into batches and says when to send one: a pure state machine.
///
/// A batch is asked for when it is full, or when nobody is left who could add to it. Between asking and the moment when
/// the call can really go out, which takes a while when many calls are in flight, it goes on growing.
struct LookupQueue<Waiter: Sendable>: Sendable {
    struct Entry: Sendable {
        var key: MatchingKey
        var freshness: Resolution.Freshness
        var waiter: Waiter
    }

    enum Action: Sendable, Hashable {
        /// Nothing to do now.
        case wait
        /// Ask for a call that takes a batch.
        case request
        /// Ask again when others have had a chance to run: nobody is known to be about to add to the batch.
        case settle
        /// Somebody may still add to it: ask again after the patience has run out, naming this generation.
        case watch(generation: Int)
    }

    let batchSize: Int
    private var pending: [Entry] = []
    /// Calls asked for that have not taken their batch yet.
    private(set) var requested = 0
    private var isSettling = false
    private var isWatched = false
    /// Batches taken so far; a patience that began with an earlier one means nothing to the present one.
    private var generation = 0

    init(batchSize: Int) { self.batchSize = max(1, batchSize) }

    var count: Int { pending.count }

    /// - Parameter contributors: how many might still add a lookup.
    mutating func add(_ entry: Entry, contributors: Int) -> Action {
        pending.append(entry)
        return consider(contributors: contributors)
    }

    /// What to do, now that the number of those who might add has changed.
    mutating func consider(contributors: Int) -> Action {
        if pending.count - requested * batchSize >= batchSize {
            requested += 1
            return .request
        }
        guard !pending.isEmpty, requested == 0 else { return .wait }
        if contributors == 0 {
            if isSettling { return .wait }
            isSettling = true
            return .settle
        }
        if isWatched { return .wait }
        isWatched = true
        return .watch(generation: generation)
    }

    /// Others have had their chance to run.
    ///
    /// - Parameter before: how many lookups there were before that.
    mutating func settled(before: Int, contributors: Int) -> Action {
        guard isSettling else { return .wait }
        if contributors == 0, pending.count > before, requested == 0 { return .settle }
        isSettling = false
        guard !pending.isEmpty, requested == 0 else { return .wait }
        if contributors > 0 { return consider(contributors: contributors) }
        requested += 1
        return .request
    }

    /// The patience that began with a generation has run out.
    mutating func patienceEnded(generation: Int) -> Action {
        guard generation == self.generation else { return .wait }
        isWatched = false
        guard !pending.isEmpty, requested == 0 else { return .wait }
        requested += 1
        return .request
    }

    /// The call can go out: takes the batch. Empty where an earlier call has taken everything. Follow it by `consider`.
    mutating func take() -> [Entry] {
        requested = max(0, requested - 1)
        generation += 1
        isWatched = false
        let batch = Array(pending.prefix(batchSize))
        pending.removeFirst(batch.count)
        return batch
    }
}
