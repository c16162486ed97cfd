/// Decides when what has gathered is written: a pure state machine.
///
/// One commit costs about the same for one entry as for a hundred. So while others are at work that may bring more, a commit
/// waits a little for them; when all that is going on waits for it, it is made at once. While one commit is on its way,
/// whatever comes gathers for the next.
struct GroupCommit: Sendable {
    enum Action: Sendable, Hashable {
        /// Nothing to do now.
        case wait
        /// Write what there is. Answer with `committed`.
        case commit
        /// Ask again, by `patienceEnded`, after a little while, naming this generation.
        case watch(generation: Int)
    }

    /// Entries that are not made to wait for more.
    let size: Int
    private var pending = 0
    /// How many of those at work wait for what is pending.
    private var waiting = 0
    /// How many are at work, those who wait counted.
    private var working = 0
    private var isCommitting = false
    private var isWatched = false
    private var generation = 0

    init(size: Int) { self.size = max(1, size) }

    /// Somebody begins to work who may bring entries.
    mutating func begin() { working += 1 }

    /// Somebody who works ended.
    mutating func end() -> Action {
        working -= 1
        return consider()
    }

    /// Nobody wants to wait for more.
    mutating func flush() -> Action { pending > 0 && !isCommitting ? commit() : .wait }

    /// An entry came.
    ///
    /// - Parameter isAwaited: whether somebody at work waits until it is written.
    mutating func add(isAwaited: Bool) -> Action {
        pending += 1
        if isAwaited { waiting += 1 }
        return consider()
    }

    /// The patience that began with a generation has run out.
    mutating func patienceEnded(generation: Int) -> Action {
        guard generation == self.generation, isWatched else { return .wait }
        isWatched = false
        guard pending > 0, !isCommitting else { return .wait }
        return commit()
    }

    /// What was to be written has been, and those who waited for it go on.
    mutating func committed() -> Action {
        isCommitting = false
        return consider()
    }

    private mutating func consider() -> Action {
        guard pending > 0, !isCommitting else { return .wait }
        if pending >= size || waiting >= working { return commit() }
        if isWatched { return .wait }
        isWatched = true
        return .watch(generation: generation)
    }

    private mutating func commit() -> Action {
        isCommitting = true
        isWatched = false
        generation += 1
        waiting = 0
        pending = 0
        return .commit
    }
}
