/// Base64 as RFC 4648 has it, in both of its alphabets.
enum Base64 {
    private static let standard = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let urlSafe = standard.dropLast(2) + Array("-_".utf8)

    /// - Parameter isURLSafe: writes `-` and `_` for `+` and `/`, and leaves the padding out.
    static func encode(_ bytes: [UInt8], isURLSafe: Bool = false) -> [UInt8] {
        let alphabet = isURLSafe ? Array(urlSafe) : standard
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for digit in 0...group.count { text.append(alphabet[bits >> (18 - 6 * digit) & 63]) }
            if !isURLSafe { text += repeatElement(UInt8(ascii: "="), count: 3 - group.count) }
        }
        return text
    }

    /// The bytes of a text in either alphabet, padded or not; line ends are skipped. Nil where it is no Base64.
    static func decode(_ text: some Sequence<UInt8>) -> [UInt8]? {
        var bytes: [UInt8] = []
        var bits = 0
        var count = 0
        var padding = 0
        for character in text where character != 0x0A && character != 0x0D {
            if character == UInt8(ascii: "=") {
                padding += 1
                continue
            }
            guard padding == 0, let value = value(character) else { return nil }
            bits = bits << 6 | value
            count += 1
            if count % 4 == 0 {
                for shift in [16, 8, 0] { bytes.append(UInt8(truncatingIfNeeded: bits >> shift)) }
                bits = 0
            }
        }
        let isPadded = padding == 0 || padding == (4 - count % 4) % 4
        switch count % 4 {
        case 0: return isPadded ? bytes : nil
        // What is left over of the last digit must be zero, so that one value has one text.
        case 2: return isPadded && bits & 0xF == 0 ? bytes + [UInt8(truncatingIfNeeded: bits >> 4)] : nil
        case 3:
            guard isPadded, bits & 0x3 == 0 else { return nil }
            return bytes + [UInt8(truncatingIfNeeded: bits >> 10), UInt8(truncatingIfNeeded: bits >> 2)]
        default: return nil
        }
    }

    private static func value(_ character: UInt8) -> Int? {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): Int(character - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): Int(character - UInt8(ascii: "a")) + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(character - UInt8(ascii: "0")) + 52
        case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
        case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
        default: nil
        }
    }
}
