import CLuaBridge
import Glibc
import Synchronization

/// The jobs of a ``LuaExecutor``, in order of arrival, and the loop that runs them.
///
/// Sendable: `jobs` is only touched under the condition's lock, `thread` and `name` are written before the thread reads them.
final class JobQueue: @unchecked Sendable {
    enum Job {
        case job(UnownedJob, UnownedSerialExecutor)
        case block(@Sendable () -> Void)
    }

    var name = "lua"
    private let condition = Condition()
    private var jobs: [Job] = []
    private var isClosed = false
    private let thread = Atomic<UInt>(0)

    var isCurrent: Bool { thread.load(ordering: .relaxed) == UInt(pthread_self()) }

    func add(_ job: Job) {
        condition.signal { jobs.append(job) }
    }

    func close() {
        condition.signal { isClosed = true }
    }

    /// Runs jobs until the queue is closed and empty.
    func run() {
        thread.store(UInt(pthread_self()), ordering: .relaxed)
        lb_prepare_thread(name)
        var batch: [Job] = []
        while true {
            condition.wait { jobs.isEmpty && !isClosed }
            condition.locked { swap(&batch, &jobs) }
            if batch.isEmpty { return }
            for job in batch {
                switch job {
                case .job(let job, let executor): job.runSynchronously(on: executor)
                case .block(let block): block()
                }
            }
            batch.removeAll(keepingCapacity: true)
        }
    }
}
