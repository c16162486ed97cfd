internal import Glibc

/// An input that records are read from.
public enum RecordInput: Sendable, Hashable {
    case file(String)
    case standardInput
    /// Bytes in memory under a name; the name's extension counts as a file's does.
    case bytes([UInt8], name: String)

    /// The input that a command line's argument means: `-` is standard input, all else is a path.
    public init(argument: String) { self = argument == "-" ? .standardInput : .file(argument) }

    /// How a person would call it: the path as given, or `standard input`.
    public var name: String {
        switch self {
        case .file(let path): path
        case .standardInput: ByteSource.standardInput.name
        case .bytes(_, let name): name
        }
    }

    /// The file's path; nil for what is no file.
    public var path: String? { if case .file(let path) = self { path } else { nil } }

    /// How many bytes it has now; nil where that cannot be known, as of a pipe.
    var size: Int? {
        var status = stat()
        let isKnown: Bool
        switch self {
        case .file(let path): isKnown = stat(path, &status) == 0
        case .standardInput: isKnown = fstat(STDIN_FILENO, &status) == 0
        case .bytes(let bytes, _): return bytes.count
        }
        return isKnown && status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : nil
    }

    /// Whether reading it never waits for somebody to write it: it is in a file, or in memory.
    package var isAtHand: Bool { size != nil }

    /// Opens the input. What its name, or of standard input its beginning, says is gzip or Zstandard is decompressed.
    ///
    /// - Throws: `RecordsError` of kind `missing`, `directory` or `unreadable`.
    public func open() throws(RecordsError) -> ByteSource {
        let source: ByteSource =
            switch self {
            case .file(let path): try ByteSource(path: path)
            case .standardInput: .standardInput
            case .bytes(let bytes, let name): ByteSource(bytes: bytes, name: name)
            }
        let compression =
            self == .standardInput
            ? Compression(lookingAt: try source.peek(limit: 64 << 10)) : Compression.announced(by: name)?.compression
        guard let compression else { return source }
        return ByteSource(decompressing: source, compression)
    }

    /// The format that the input's name announces; nil where the name has no extension, so that the content must tell.
    ///
    /// - Throws: `RecordsError` of kind `unknownFormat` where the extension is none of those known.
    func announcedFormat() throws(RecordsError) -> RecordFormat? {
        let name = Compression.announced(by: name)?.rest ?? name
        guard self != .standardInput, let ending = RecordFormat.fileExtension(of: name) else { return nil }
        if let format = RecordFormat(fileName: name) { return format }
        let advice =
            switch ending {
            case "bz2": "decompress it first: bzcat \(name) | … --format csv -"
            case "xz": "decompress it first: xzcat \(name) | … --format csv -"
            case "xls", "xlsx", "ods": "save the sheet as CSV in UTF-8"
            default: "say what it is: --format csv, tsv, ndjson or json"
            }
        throw RecordsError(
            .unknownFormat, source: self.name, message: "the extension .\(ending) says nothing about the format",
            advice: advice)
    }
}
