internal import CSimdjson

/// UTF-8 at the speed of memory.
package enum UTF8Check {
    /// True when all bytes are valid UTF-8. Reads a few gigabytes a second.
    package static func isValid(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        csimdjson_is_utf8(bytes.baseAddress, bytes.count)
    }

    /// Where the first byte is that is not part of valid UTF-8; nil where all are.
    package static func firstInvalidByte(in bytes: UnsafeRawBufferPointer) -> Int? {
        do {
            _ = try UTF8Span(validating: bytes.bindMemory(to: UInt8.self).span)
            return nil
        } catch {
            return error.byteOffsets.lowerBound
        }
    }
}
