/// Finds bytes in words of eight, without looking at one after the other.
enum ByteMatch {
    private static let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F

    /// A word that holds `byte` eight times.
    static func pattern(_ byte: UInt8) -> UInt64 { UInt64(byte) &* 0x0101_0101_0101_0101 }

    /// The top bit of each byte of `word` that equals its byte in `pattern`, and no other bit.
    @inline(__always)
    static func equal(_ word: UInt64, _ pattern: UInt64) -> UInt64 {
        let difference = word ^ pattern
        return ~(((difference & low) &+ low) | difference | low)
    }

    /// The word at `address`, its first byte lowest.
    @inline(__always)
    static func word(at address: UnsafePointer<UInt8>) -> UInt64 {
        UInt64(littleEndian: UnsafeRawPointer(address).loadUnaligned(as: UInt64.self))
    }
}
