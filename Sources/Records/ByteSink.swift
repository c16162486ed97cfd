internal import Glibc

/// Where bytes go: a file, standard output, any file descriptor, or memory. Collected and written in large pieces; by
/// one task at a time.
///
/// A program should ignore `SIGPIPE`, so that a reader who has gone is an error of kind `closedOutput` and not a
/// signal.
public final class ByteSink {
    /// How a person would call it: the path as given, or `standard output`.
    public let name: String

    private enum Target {
        case descriptor(Int32)
        /// Written under a temporary name beside its own, and renamed when it is complete.
        case file(Int32, temporaryPath: String)
        case memory
        case closed
    }

    private var target: Target
    /// What the file's name leads to through symbolic links, so that a link stays one; empty for other targets.
    private let finalPath: String
    private var pending: [UInt8] = []
    /// Pending bytes are written out when there are this many.
    private let pieceSize: Int

    /// Creates a file. It appears, or replaces the one that is there, only when `finish()` succeeds; devices and pipes
    /// are written to directly.
    ///
    /// - Throws: `RecordsError` of kind `unwritable`.
    public init(path: String, pieceSize: Int = 256 << 10) throws(RecordsError) {
        name = path
        self.pieceSize = pieceSize
        var status = stat()
        let exists = stat(path, &status) == 0
        if exists, status.st_mode & S_IFMT == S_IFDIR {
            throw RecordsError(.unwritable, source: path, message: "is a folder", advice: "name a file in it")
        }
        let isSpecial = exists && status.st_mode & S_IFMT != S_IFREG
        finalPath = exists ? Self.resolved(path) : path
        let openedPath = isSpecial ? finalPath : finalPath + ".\(getpid()).partial"
        let flags = O_WRONLY | O_CLOEXEC | (isSpecial ? 0 : O_CREAT | O_TRUNC)
        let descriptor = open(openedPath, flags, exists ? status.st_mode & 0o777 : 0o666)
        guard descriptor >= 0 else {
            throw RecordsError(
                .unwritable, source: path, message: "cannot be created: \(systemMessage(errno))",
                advice: "check the folder and its permissions")
        }
        target = .file(descriptor, temporaryPath: openedPath)
    }

    private static func resolved(_ path: String) -> String {
        guard let resolved = realpath(path, nil) else { return path }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// Writes to a file descriptor that somebody else opened and will close.
    public init(fileDescriptor: Int32, name: String, pieceSize: Int = 256 << 10) {
        self.name = name
        self.pieceSize = pieceSize
        finalPath = ""
        target = .descriptor(fileDescriptor)
    }

    /// Collects everything in memory, for `bytes`.
    public init(memory name: String = "memory") {
        self.name = name
        pieceSize = .max
        finalPath = ""
        target = .memory
    }

    public static var standardOutput: ByteSink { ByteSink(fileDescriptor: STDOUT_FILENO, name: "standard output") }

    deinit { abandon() }

    /// What has been written to a sink in memory, or is waiting to be written out.
    public var bytes: [UInt8] { pending }

    /// Has `body` append to the bytes waiting to be written, and writes them out once they are many.
    ///
    /// - Throws: `RecordsError` of kind `closedOutput` or `unwritable`.
    @inline(__always)
    public func append(_ body: (inout [UInt8]) -> Void) throws(RecordsError) {
        body(&pending)
        if pending.count >= pieceSize { try flush() }
    }

    /// Writes a large piece at once, after what is waiting: it is not copied.
    ///
    /// - Throws: `RecordsError` of kind `closedOutput` or `unwritable`.
    public func write(_ piece: UnsafeRawBufferPointer) throws(RecordsError) {
        if case .memory = target {
            pending.append(contentsOf: piece)
            return
        }
        try flush()
        try writeOut(piece)
    }

    /// Writes out what is waiting.
    ///
    /// - Throws: `RecordsError` of kind `closedOutput` or `unwritable`.
    public func flush() throws(RecordsError) {
        if case .memory = target { return }
        // Taken away first: after an error nobody writes it again.
        var waiting: [UInt8] = []
        swap(&waiting, &pending)
        try waiting.withUnsafeBufferPointer { (bytes) throws(RecordsError) in
            try writeOut(UnsafeRawBufferPointer(bytes))
        }
        waiting.removeAll(keepingCapacity: true)
        if pending.isEmpty { swap(&waiting, &pending) }
    }

    private func writeOut(_ bytes: UnsafeRawBufferPointer) throws(RecordsError) {
        let descriptor: Int32
        switch target {
        case .descriptor(let open), .file(let open, _): descriptor = open
        case .memory, .closed:
            throw RecordsError(.unwritable, source: name, message: "is complete and cannot be added to")
        }
        var written = 0
        while written < bytes.count {
            let count = Glibc.write(descriptor, bytes.baseAddress.map { $0 + written }, bytes.count - written)
            if count >= 0 {
                written += count
                continue
            }
            let code = errno
            if code == EINTR { continue }
            guard code == EAGAIN else { throw RecordsError(writing: name, code: code) }
            var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            _ = poll(&wait, 1, -1)
        }
    }

    /// Writes out what is waiting and completes the file. Does nothing more to other targets, and nothing when called
    /// again.
    ///
    /// - Throws: `RecordsError` of kind `closedOutput` or `unwritable`; a file then stays what it was before.
    public func finish() throws(RecordsError) {
        if case .closed = target { return }
        try flush()
        guard case .file(let descriptor, let temporaryPath) = target else { return }
        target = .closed
        guard close(descriptor) == 0, temporaryPath == finalPath || rename(temporaryPath, finalPath) == 0 else {
            let error = RecordsError(writing: name, code: errno)
            if temporaryPath != finalPath { unlink(temporaryPath) }
            throw error
        }
    }

    /// Closes a file that is not complete, and removes it; it stays what it was before. Does nothing to other targets.
    public func abandon() {
        guard case .file(let descriptor, let temporaryPath) = target else { return }
        target = .closed
        close(descriptor)
        if temporaryPath != finalPath { unlink(temporaryPath) }
    }
}

extension RecordsError {
    /// Why writing failed.
    ///
    /// - Parameter code: as `errno` has it.
    package init(writing name: String, code: Int32) {
        switch code {
        case EPIPE: self.init(.closedOutput, source: name, message: "nobody reads the output any more")
        case EBADF: self.init(.unwritable, source: name, message: "cannot be written: it is closed")
        default:
            self.init(
                .unwritable, source: name, message: "cannot be written: \(systemMessage(code))",
                advice: code == ENOSPC ? "free some space" : nil)
        }
    }
}
