/// Writes values as Lua would have them.
enum ValueText {
    /// On one line.
    static func line(_ value: ValueTree) -> String {
        switch value {
        case .nil: return "nil"
        case .null: return "null"
        case .boolean(let value): return value ? "true" : "false"
        case .integer(let value): return String(value)
        case .number(let value): return numeral(value)
        case .text(let bytes): return quoted(bytes)
        case .opaque(let text): return "<\(text)>"
        case .table(let members):
            if members.isEmpty { return "{}" }
            let count = value.items.count
            let entries = members.enumerated().map { position, member in
                (position < count ? "" : key(member.key) + " = ") + line(member.value)
            }
            return "{ " + entries.joined(separator: ", ") + " }"
        }
    }

    /// One entry of a table a line.
    static func lines(_ value: ValueTree, indent: Int = 0, head: String = "", ending: String = "") -> [String] {
        let space = String(repeating: "  ", count: indent)
        guard case .table(let members) = value, !members.isEmpty else {
            return [space + head + line(value) + ending]
        }
        var lines = [space + head + "{"]
        let count = value.items.count
        for (position, member) in members.enumerated() {
            lines += self.lines(
                member.value, indent: indent + 1, head: position < count ? "" : key(member.key) + " = ", ending: ",")
        }
        return lines + [space + "}" + ending]
    }

    private static func key(_ key: ValueTree) -> String {
        if case .text(let bytes) = key, isName(bytes) { return String(decoding: bytes, as: UTF8.self) }
        return "[" + line(key) + "]"
    }

    private static func isName(_ bytes: [UInt8]) -> Bool {
        guard let first = bytes.first, !(0x30...0x39).contains(first) else { return false }
        return bytes.allSatisfy { byte in
            byte == 0x5F || (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
        }
    }

    private static func numeral(_ number: Double) -> String {
        if number.isNaN { return "nan" }
        if number.isInfinite { return number < 0 ? "-inf" : "inf" }
        let text = "\(number)"
        return text.hasSuffix(".0") && abs(number) >= 1e15 ? String(text.dropLast(2)) : text
    }

    private static func quoted(_ bytes: [UInt8]) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            return "\"" + bytes.map { $0 < 0x80 ? escaped(Unicode.Scalar($0)) : "\\x" + hexadecimal($0) }.joined()
                + "\""
        }
        return "\"" + text.unicodeScalars.map(escaped).joined() + "\""
    }

    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\"": "\\\""
        case "\\": "\\\\"
        case "\n": "\\n"
        case "\r": "\\r"
        case "\t": "\\t"
        case _ where scalar.value < 32 || scalar.value == 127: "\\x" + hexadecimal(UInt8(scalar.value))
        case _ where scalar.properties.generalCategory == .format:
            "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
        default: String(scalar)
        }
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return digits.count == 1 ? "0" + digits : digits
    }
}
