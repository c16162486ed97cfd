/// How an input is compressed.
enum Compression: Sendable {
    case gzip
    case zstd

    /// The compression that a file's name announces, and the name without it; nil where it announces none.
    static func announced(by fileName: String) -> (compression: Compression, rest: String)? {
        let endings: [(String, Compression)] = [("gz", .gzip), ("gzip", .gzip), ("zst", .zstd), ("zstd", .zstd)]
        guard let ending = RecordFormat.fileExtension(of: fileName),
            let known = endings.first(where: { $0.0 == ending })
        else { return nil }
        return (known.1, String(fileName.dropLast(ending.count + 1)))
    }

    /// The compression that the first bytes of an input are the mark of.
    init?(lookingAt bytes: some Sequence<UInt8>) {
        if bytes.starts(with: [0x1F, 0x8B]) {
            self = .gzip
        } else if bytes.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) {
            self = .zstd
        } else {
            return nil
        }
    }

    func decompressor() -> any Decompressor {
        switch self {
        case .gzip: GzipDecompressor()
        case .zstd: ZstdDecompressor()
        }
    }
}

/// Takes compressed bytes piece by piece. One thread at a time.
protocol Decompressor: AnyObject {
    /// Decompresses as much as there is room for.
    ///
    /// - Returns: how many bytes were taken and how many were made. Where none were made, more are needed.
    /// - Throws: ``CompressionFailure``.
    func decompress(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(CompressionFailure) -> (taken: Int, made: Int)

    /// Whether the compressed data may end here.
    var isComplete: Bool { get }
}

/// Why compressed data is none.
struct CompressionFailure: Error {
    var message: String
    var advice: String?
}
