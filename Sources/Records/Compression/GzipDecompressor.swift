internal import CZlib

/// gzip as RFC 1952 has it: any number of members one after the other, after the last of which zeros are padding.
final class GzipDecompressor: Decompressor {
    private enum State {
        /// Before a member's first byte.
        case between
        case inside
        /// In the zeros behind the last member.
        case padding
    }

    private static let gzipOnly: Int32 = 15 + 16

    private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    private let isOpen: Bool
    private var state = State.between
    private var hasMembers = false

    init() {
        stream.initialize(to: z_stream())
        isOpen = inflateInit2_(stream, Self.gzipOnly, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
    }

    deinit {
        if isOpen { inflateEnd(stream) }
        stream.deallocate()
    }

    var isComplete: Bool { state != .inside && hasMembers }

    func decompress(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(CompressionFailure) -> (taken: Int, made: Int) {
        guard isOpen else { throw CompressionFailure(message: "not enough memory to decompress it") }
        let skipped = try enterMember(input)
        let rest = UnsafeRawBufferPointer(rebasing: input.dropFirst(skipped))
        if rest.isEmpty, state != .inside { return (skipped, 0) }
        let room = min(output.count, Int(UInt32.max))
        let offered = min(rest.count, Int(UInt32.max))
        stream.pointee.next_in = UnsafeMutablePointer(mutating: rest.bindMemory(to: UInt8.self).baseAddress)
        stream.pointee.avail_in = UInt32(offered)
        stream.pointee.next_out = output.bindMemory(to: UInt8.self).baseAddress
        stream.pointee.avail_out = UInt32(room)
        let code = inflate(stream, Z_NO_FLUSH)
        let taken = skipped + offered - Int(stream.pointee.avail_in)
        let made = room - Int(stream.pointee.avail_out)
        switch code {
        case Z_STREAM_END:
            inflateReset(stream)
            state = .between
            hasMembers = true
        case Z_OK, Z_BUF_ERROR: break
        case Z_MEM_ERROR: throw CompressionFailure(message: "not enough memory to decompress it")
        default:
            let reason = stream.pointee.msg.map { ": " + String(cString: $0) } ?? ""
            throw CompressionFailure(message: "the gzip data is damaged\(reason)", advice: "check it with gzip -t")
        }
        return (taken, made)
    }

    /// Looks at what stands where a member may begin. Returns how many bytes of padding there are.
    private func enterMember(_ input: UnsafeRawBufferPointer) throws(CompressionFailure) -> Int {
        guard state != .inside, let first = input.first else { return 0 }
        if hasMembers, first == 0 { state = .padding }
        if state == .padding {
            if let odd = input.first(where: { $0 != 0 }) { throw garbage(odd) }
            return input.count
        }
        guard first == 0x1F else { throw hasMembers ? garbage(first) : notGzip }
        state = .inside
        return 0
    }

    private var notGzip: CompressionFailure {
        CompressionFailure(message: "the name says gzip, but the data is not", advice: "rename it, or compress it")
    }

    private func garbage(_ byte: UInt8) -> CompressionFailure {
        CompressionFailure(
            message: "after the end of the gzip data comes something else, beginning with byte 0x"
                + String(byte, radix: 16, uppercase: true),
            advice: "check it with gzip -t")
    }
}
