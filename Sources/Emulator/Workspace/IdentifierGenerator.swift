internal import Seeded

/// Makes the ids of a workspace from a seed: the same requests get the same ids.
struct IdentifierGenerator: Sendable {
    private var generator: SeededGenerator
    private var counter: Int64

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
        counter = 0
    }

    mutating func nextRandom() -> UInt64 { generator.next() }

    /// 24 hexadecimal digits whose first eight are the time, as Intercom's are.
    /// - Parameter time: Unix seconds.
    mutating func objectID(at time: Int64) -> String {
        let random = nextRandom()
        return String(unsafeUninitializedCapacity: 24) { buffer in
            Self.writeHex(UInt64(UInt32(truncatingIfNeeded: time)), digits: 8, to: buffer, at: 0)
            Self.writeHex(random, digits: 16, to: buffer, at: 8)
            return 24
        }
    }

    /// A random UUID (version 4), lower case: a lead's external id, a request id.
    mutating func uuid() -> String {
        let high = nextRandom() & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
        let low = nextRandom() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        return String(unsafeUninitializedCapacity: 36) { buffer in
            Self.writeHex(high >> 32, digits: 8, to: buffer, at: 0)
            Self.writeHex(high >> 16, digits: 4, to: buffer, at: 9)
            Self.writeHex(high, digits: 4, to: buffer, at: 14)
            Self.writeHex(low >> 48, digits: 4, to: buffer, at: 19)
            Self.writeHex(low, digits: 12, to: buffer, at: 24)
            for dash in [8, 13, 18, 23] { buffer[dash] = UInt8(ascii: "-") }
            return 36
        }
    }

    /// A number never given before, as tags, notes and data attributes have: "1", "2", …
    mutating func number() -> Int64 {
        counter += 1
        return counter
    }

    /// Keeps the numbers to come above one that is in use.
    mutating func reserve(_ number: Int64) { counter = max(counter, number) }

    /// Writes the lowest digits of `value`.
    private static func writeHex(
        _ value: UInt64, digits: Int, to buffer: UnsafeMutableBufferPointer<UInt8>, at start: Int
    ) {
        var rest = value
        for position in stride(from: start + digits - 1, through: start, by: -1) {
            let digit = UInt8(truncatingIfNeeded: rest & 0xF)
            buffer[position] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
            rest >>= 4
        }
    }
}
