import JSON
import Seeded

/// Random values that cover what goes wrong: every kind of character in strings, numbers at the edges, empty containers.
struct RandomJSON {
    var generator: SeededGenerator

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    mutating func value(depth: Int = 4) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 9 : 6), using: &generator) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &generator))
        case 2: return .integer(integer())
        case 3: return .number(number())
        case 4, 5: return .string(string())
        case 6: return .array((0..<Int.random(in: 0...4, using: &generator)).map { _ in value(depth: depth - 1) })
        default:
            var object = JSONObject()
            for _ in 0..<Int.random(in: 0...20, using: &generator) { object[string()] = value(depth: depth - 1) }
            return .object(object)
        }
    }

    mutating func integer() -> Int64 {
        let edges: [Int64] = [0, 1, -1, .max, .min, 1 << 53, (1 << 53) + 1, -(1 << 53) - 1, 9, 10, 99, 100]
        if Bool.random(using: &generator) { return edges.randomElement(using: &generator) ?? 0 }
        return Int64(bitPattern: generator.next()) >> Int64.random(in: 0..<64, using: &generator)
    }

    /// Any finite double, by its bits.
    mutating func number() -> Double {
        let edges = [
            0.0, -0.0, 0.1, 1, -1.5, 1e15, 1e16, 1e21, .leastNonzeroMagnitude, Double.greatestFiniteMagnitude,
            2.2250738585072014e-308,
        ]
        if Bool.random(using: &generator) { return edges.randomElement(using: &generator) ?? 0 }
        let number = Double(bitPattern: generator.next())
        return number.isFinite ? number : 0.5
    }

    mutating func string() -> String {
        let pieces = [
            "a", "\"", "\\", "/", "\n", "\r\n", "\t", "\u{0}", "\u{1F}", "\u{7F}", "é", "日本", "👩‍👩‍👧", "\u{2028}",
            "e\u{301}", " ", "{", "]", ",", ":", "\u{FEFF}", "\u{10FFFF}", "name", "null", "\\u0041",
        ]
        return (0..<Int.random(in: 0...6, using: &generator))
            .map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
    }

    mutating func pick(_ range: Range<Int>) -> Int { Int.random(in: range, using: &generator) }
    mutating func byte() -> UInt8 { UInt8.random(in: 0...255, using: &generator) }
}
