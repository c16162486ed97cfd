internal import CCores
internal import Synchronization

/// Keeps the jobs of a transform on a core each, where there are enough.
///
/// A thread that wakes while its core is busy for a moment is put behind another job by the system, which then may leave it
/// there for ten milliseconds beside a core that has nothing to do. So a job that finds itself on the core of another goes
/// to one that none is on. It is not bound to it: the system may move it at any time.
final class JobCores: Sendable {
    /// The cores that this process may use; empty where there are too few to choose from.
    private let cores: [CInt]
    /// The core that each job was on when it was last seen; -1 before.
    private let seen: Mutex<[CInt]>

    /// - Parameter cores: those that may be used. Fewer than there are jobs are left to the system.
    init(jobs: Int, cores: [CInt]) {
        self.cores = jobs > 1 && cores.count >= jobs ? cores : []
        seen = Mutex(Array(repeating: -1, count: jobs))
    }

    /// With the cores that the calling thread may run on. One job does not ask for them.
    convenience init(jobs: Int) { self.init(jobs: jobs, cores: jobs > 1 ? Self.allowed : []) }

    /// The cores that the calling thread may run on, in rising order; none where the system does not say.
    static var allowed: [CInt] {
        let limit = 1024  // the most that glibc's set of them holds
        return [CInt](unsafeUninitializedCapacity: limit) { $1 = cores_allowed($0.baseAddress!, limit) }
    }

    /// Goes to another core where the calling thread, which is that of `job`, shares its own with another job.
    func keepApart(_ job: Int) {
        if !cores.isEmpty, let core = better(for: job, on: cores_current()) { _ = cores_move_to(core) }
    }

    /// The core that a job should go to from where it is: the next one that none is on, so that several programs do not
    /// all go to the same ones. Nil where it should stay.
    func better(for job: Int, on core: CInt) -> CInt? {
        seen.withLock { seen in
            seen[job] = core
            guard seen.indices.contains(where: { $0 != job && seen[$0] == core }) else { return nil }
            let free = cores.filter { !seen.contains($0) }
            let next = free.first { $0 > core } ?? free.first
            seen[job] = next ?? core
            return next
        }
    }
}
