internal import CCores
internal import Synchronization

/// Keeps the jobs of a transform on a core each, where there are enough.
///
/// A thread that wakes while its core is busy for a moment is put behind another job by the system, which then may leave it
/// there for ten milliseconds beside a core that has nothing to do. So a job that finds itself on the core of another goes
/// to one that none is on. It is not bound to it: the system may move it at any time.
final class JobCores: Sendable {
    /// The cores that this process may use, one for each job; empty where there is nothing to choose.
    private let cores: [CInt]
    /// The core that each job was on when it was last seen; -1 before.
    private let seen: Mutex<[CInt]>

    /// - Parameter cores: those that may be used, at least as many as jobs.
    init(jobs: Int, cores: [CInt]) {
        self.cores = jobs > 1 && cores.count >= jobs ? cores : []
        seen = Mutex(Array(repeating: -1, count: jobs))
    }

    /// With as many cores as there are jobs, of those that the calling thread may run on.
    convenience init(jobs: Int) {
        let cores = [CInt](unsafeUninitializedCapacity: jobs) { $1 = cores_allowed($0.baseAddress!, jobs) }
        self.init(jobs: jobs, cores: cores)
    }

    /// Goes to another core where the calling thread, which is that of `job`, shares its own with another job.
    func keepApart(_ job: Int) {
        if !cores.isEmpty, let core = better(for: job, on: cores_current()) { _ = cores_move_to(core) }
    }

    /// The core that a job should go to from where it is; nil where it should stay.
    func better(for job: Int, on core: CInt) -> CInt? {
        seen.withLock { seen in
            seen[job] = core
            guard seen.indices.contains(where: { $0 != job && seen[$0] == core }) else { return nil }
            let free = cores.first { !seen.contains($0) }
            seen[job] = free ?? core
            return free
        }
    }
}
