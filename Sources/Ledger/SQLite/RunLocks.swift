internal import Glibc

/// Which runs somebody is at work on: a lock on a byte of a file for each. The system lets go of it when the process ends,
/// however it does, so that nothing is ever left locked.
final class RunLocks: Sendable {
    /// F_OFD_GETLK, F_OFD_SETLK and F_OFD_SETLKW of <fcntl.h> in Linux, which the C library only declares for GNU sources.
    private static let get: Int32 = 36
    private static let set: Int32 = 37
    private static let setWaiting: Int32 = 38
    /// Runs are numbered from 1.
    private static let tables: Int64 = 0

    private let path: String

    init(path: String) throws(LedgerError) {
        self.path = path
        // So that what keeps it from being locked shows now.
        close(try Self.open(path))
    }

    /// Lets one process at a time make the tables of a ledger; the others wait.
    func whileAlone<Value>(_ body: () throws -> Value) throws -> Value {
        let descriptor = try Self.open(path)
        defer { close(descriptor) }
        var range = Self.range(Self.tables)
        while fcntl(descriptor, Self.setWaiting, &range) != 0 {
            guard errno == EINTR else { throw Self.failure(path, errno) }
        }
        return try body()
    }

    /// Locks a run; nil where it is locked already.
    func lock(_ run: Int64) throws(LedgerError) -> RunClaim? {
        let descriptor = try Self.open(path)
        var range = Self.range(run)
        // Locks of the open file, not of the process: two ledgers in one process keep out of each other's way too.
        guard fcntl(descriptor, Self.set, &range) == 0 else {
            let reason = errno
            close(descriptor)
            if reason == EACCES || reason == EAGAIN { return nil }
            throw Self.failure(path, reason)
        }
        return RunClaim { close(descriptor) }
    }

    /// Whether somebody has locked a run.
    func isLocked(_ run: Int64) throws(LedgerError) -> Bool { try isLocked(in: Self.range(run)) }

    /// Whether somebody has locked any run.
    var isAnyLocked: Bool {
        get throws(LedgerError) { try isLocked(in: Self.range(1, count: 0)) }
    }

    private func isLocked(in range: flock) throws(LedgerError) -> Bool {
        let descriptor = try Self.open(path)
        defer { close(descriptor) }
        var range = range
        guard fcntl(descriptor, Self.get, &range) == 0 else { throw Self.failure(path, errno) }
        return range.l_type != Int16(F_UNLCK)
    }

    /// - Parameter count: so many runs from that one on; 0 for all.
    private static func range(_ run: Int64, count: Int64 = 1) -> flock {
        flock(l_type: Int16(F_WRLCK), l_whence: Int16(SEEK_SET), l_start: off_t(run), l_len: off_t(count), l_pid: 0)
    }

    private static func open(_ path: String) throws(LedgerError) -> Int32 {
        let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure(path, errno) }
        return descriptor
    }

    private static func failure(_ path: String, _ code: Int32) -> LedgerError {
        LedgerError(
            code == ENOSPC ? .full : .unwritable, "\"\(path)\" cannot be locked: \(String(cString: strerror(code)))")
    }
}
