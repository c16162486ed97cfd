internal import CZstd

/// Zstandard as RFC 8878 has it: any number of frames one after the other.
final class ZstdDecompressor: Decompressor {
    private let stream = ZSTD_createDStream()
    /// Whether the last frame has ended; before the first one, none has.
    private var isBetween = false
    private var hasBegun = false

    deinit { ZSTD_freeDStream(stream) }

    var isComplete: Bool { isBetween && hasBegun }

    func decompress(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(CompressionFailure) -> (taken: Int, made: Int) {
        var source = ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
        var target = ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
        let code = ZSTD_decompressStream(stream, &target, &source)
        if ZSTD_isError(code) != 0 {
            let reason = ZSTD_getErrorName(code).map { String(cString: $0) } ?? "error \(code)"
            if !hasBegun, ZSTD_getErrorCode(code) == ZSTD_error_prefix_unknown {
                throw CompressionFailure(
                    message: "the name says zstd, but the data is not", advice: "rename it, or compress it")
            }
            throw CompressionFailure(message: "the zstd data is damaged: \(reason)", advice: "check it with zstd -t")
        }
        hasBegun = hasBegun || source.pos > 0
        // Asked again at the end of a frame, it speaks of the next one, which need not come.
        if source.pos > 0 || target.pos > 0 { isBetween = code == 0 }
        return (source.pos, target.pos)
    }
}
