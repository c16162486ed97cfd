internal import Glibc

/// Where bytes come from: a file, standard input, any file descriptor, or memory. Read once, front to back, by one task
/// at a time.
public final class ByteSource {
    /// How a person would call it: the path as given, or `standard input`.
    public let name: String
    /// How many bytes have been read so far.
    public private(set) var bytesRead = 0

    private enum Origin {
        case descriptor(Int32, isOwned: Bool)
        case memory([UInt8])
        case decompressed(DecompressedSource)
    }

    private let origin: Origin
    /// How many bytes a regular file had to read when it was opened, and where reading began.
    private let extent: (size: Int, start: Int)?
    /// At most this many bytes are asked for at once.
    private let pieceSize: Int
    /// Sees all bytes as they come from where they come from, in order, each once.
    public var watch: ((UnsafeRawBufferPointer) -> Void)? {
        didSet { if !ahead.isEmpty { ahead.withUnsafeBytes { watch?($0) } } }
    }
    /// What `peek` has read ahead and `read` has not yet handed out.
    private var ahead: ArraySlice<UInt8> = []

    /// Opens a file.
    ///
    /// - Throws: `RecordsError` of kind `missing`, `directory` or `unreadable`.
    public init(path: String) throws(RecordsError) {
        name = path
        pieceSize = .max
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.openError(errno, path: path) }
        origin = .descriptor(descriptor, isOwned: true)
        extent = Self.extent(of: descriptor)
        var status = stat()
        if fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
            throw Self.openError(EISDIR, path: path)
        }
    }

    /// Reads from a file descriptor that somebody else opened, and will close unless `isOwned`.
    public init(fileDescriptor: Int32, name: String, isOwned: Bool = false) {
        self.name = name
        pieceSize = .max
        origin = .descriptor(fileDescriptor, isOwned: isOwned)
        extent = Self.extent(of: fileDescriptor)
    }

    /// Reads from memory, in pieces of at most `piecesOf` bytes.
    public init(bytes: [UInt8], name: String, piecesOf pieceSize: Int = .max) {
        self.name = name
        self.pieceSize = max(pieceSize, 1)
        origin = .memory(bytes)
        extent = nil
    }

    /// Reads what the compressed bytes of another source hold.
    init(decompressing source: ByteSource, _ compression: Compression) {
        name = source.name
        pieceSize = .max
        origin = .decompressed(DecompressedSource(source, compression))
        extent = nil
    }

    /// Looks whether a path can be opened for reading, without opening it.
    ///
    /// - Throws: `RecordsError` of kind `missing`, `directory` or `unreadable`.
    static func check(path: String) throws(RecordsError) {
        var status = stat()
        guard stat(path, &status) == 0 else { throw openError(errno, path: path) }
        if status.st_mode & S_IFMT == S_IFDIR { throw openError(EISDIR, path: path) }
        guard access(path, R_OK) == 0 else { throw openError(errno, path: path) }
    }

    deinit {
        if case .descriptor(let descriptor, isOwned: true) = origin { close(descriptor) }
    }

    public static var standardInput: ByteSource { ByteSource(fileDescriptor: STDIN_FILENO, name: "standard input") }

    /// Reads what is there, up to the size of `buffer`, and waits only while nothing is.
    ///
    /// - Returns: how many bytes were read; 0 at the end.
    /// - Throws: `RecordsError` of kind `unreadable`.
    public func read(into buffer: UnsafeMutableRawBufferPointer) throws(RecordsError) -> Int {
        guard buffer.count > 0 else { return 0 }
        if !ahead.isEmpty {
            let piece = ahead.prefix(min(buffer.count, pieceSize))
            buffer.copyBytes(from: piece)
            ahead = ahead.dropFirst(piece.count)
            bytesRead += piece.count
            return piece.count
        }
        let count = try readOrigin(into: buffer)
        bytesRead += count
        return count
    }

    private static func extent(of descriptor: Int32) -> (size: Int, start: Int)? {
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        let start = max(0, Int(lseek(descriptor, 0, SEEK_CUR)))
        return (max(0, Int(status.st_size) - start), start)
    }

    /// What became of a file since it was opened, by what was read of it until there was no more; nil where it is the same, and
    /// for what is no file.
    var change: InputChange? {
        switch origin {
        case .memory: return nil
        case .decompressed(let compressed): return compressed.change
        case .descriptor(let descriptor, _):
            var status = stat()
            guard let extent, fstat(descriptor, &status) == 0 else { return nil }
            return InputChange(
                name: name, opened: extent.size, read: bytesRead, now: max(0, Int(status.st_size) - extent.start))
        }
    }

    /// Bytes that were read of the input as it is stored: fewer than `bytesRead` where it is compressed.
    var inputBytesRead: Int {
        if case .decompressed(let compressed) = origin { compressed.inputBytesRead } else { bytesRead }
    }

    /// About how many of these the first `count` bytes of `bytesRead` took up.
    func inputBytes(of count: Int) -> Int {
        guard case .decompressed = origin, bytesRead > 0 else { return count }
        return Int(Double(inputBytesRead) * Double(count) / Double(bytesRead))
    }

    /// The bytes that the next `read` will start with: all that one read brings, at most `limit`; empty at the end.
    func peek(limit: Int) throws(RecordsError) -> ArraySlice<UInt8> {
        if ahead.isEmpty {
            let room = UnsafeMutableRawBufferPointer.allocate(byteCount: limit, alignment: 1)
            defer { room.deallocate() }
            let count = try readOrigin(into: room)
            ahead = ArraySlice(room.prefix(count))
        }
        return ahead
    }

    private func readOrigin(into buffer: UnsafeMutableRawBufferPointer) throws(RecordsError) -> Int {
        switch origin {
        case .memory(let bytes):
            let start = bytesRead + ahead.count
            let piece = bytes[start..<min(start + min(buffer.count, pieceSize), bytes.count)]
            buffer.copyBytes(from: piece)
            watch?(UnsafeRawBufferPointer(rebasing: buffer[..<piece.count]))
            return piece.count
        case .descriptor(let descriptor, _):
            let count = try readDescriptor(descriptor, into: buffer)
            watch?(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            return count
        case .decompressed(let source):
            let count = try source.read(into: buffer)
            watch?(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            return count
        }
    }

    private func readDescriptor(
        _ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer
    ) throws(RecordsError) -> Int {
        while true {
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            switch errno {
            case EINTR: continue
            case EAGAIN:
                var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                _ = poll(&wait, 1, -1)
            case EISDIR: throw Self.openError(EISDIR, path: name)
            default:
                throw RecordsError(.unreadable, source: name, message: "cannot be read: \(systemMessage(errno))")
            }
        }
    }

    private static func openError(_ code: Int32, path: String) -> RecordsError {
        switch code {
        case ENOENT, ENOTDIR:
            RecordsError(.missing, source: path, message: "there is no such file", advice: "check the path")
        case EISDIR:
            RecordsError(
                .directory, source: path, message: "is a folder",
                advice: "name the files in it, as in \(path)\(path.hasSuffix("/") ? "" : "/")*.csv")
        default:
            RecordsError(.unreadable, source: path, message: "cannot be opened: \(systemMessage(code))")
        }
    }
}

/// What the system calls an error number.
func systemMessage(_ code: Int32) -> String { strerror(code).map { String(cString: $0) } ?? "error \(code)" }
