internal import CSimdjson
internal import Glibc

extension csimdjson_document {
    /// Adds the digits of integers beyond 64 bits, which are floating-point numbers on the tape, to the strings, and notes
    /// there where they are: the payload of such a number is the offset of its digits, before which their count stands as
    /// before the bytes of a string. That of every other number is 0.
    ///
    /// - Throws: `JSONError` where memory is short; then the document's is free.
    mutating func keepDigits(of syntax: JSONSyntax) throws(JSONError) {
        let lengthSize = MemoryLayout<UInt32>.size
        let tapeSize = tape_count * MemoryLayout<UInt64>.stride
        let added = syntax.oversizedIntegers.reduce(0) { $0 + lengthSize + $1.range.count + 1 }
        guard let memory = realloc(tape, tapeSize + strings_count + added) else {
            free(tape)
            throw JSONError(message: "out of memory")
        }
        tape = memory.assumingMemoryBound(to: UInt64.self)
        strings = UnsafePointer((memory + tapeSize).assumingMemoryBound(to: UInt8.self))
        var left = syntax.oversizedIntegers[...]
        var numbers = 0
        var index = 1
        while index < tape_count, let integer = left.first {
            switch UInt8(truncatingIfNeeded: tape[index] >> 56) {
            case JSONPlace.Tag.integer, JSONPlace.Tag.unsigned, JSONPlace.Tag.double:
                if numbers == integer.ordinal {
                    left.removeFirst()
                    tape[index] |= UInt64(strings_count + lengthSize)
                    append(syntax.bytes[integer.range], to: memory + tapeSize)
                }
                numbers += 1
                index += 2
            default: index += 1
            }
        }
    }

    private mutating func append(_ digits: Slice<UnsafeRawBufferPointer>, to strings: UnsafeMutableRawPointer) {
        var end = strings + strings_count
        end.storeBytes(of: UInt32(digits.count), as: UInt32.self)
        end += MemoryLayout<UInt32>.size
        UnsafeMutableRawBufferPointer(start: end, count: digits.count).copyBytes(from: digits)
        end.storeBytes(of: 0, toByteOffset: digits.count, as: UInt8.self)
        strings_count += MemoryLayout<UInt32>.size + digits.count + 1
    }
}
