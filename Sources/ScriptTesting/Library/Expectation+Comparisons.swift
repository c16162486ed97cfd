internal import IntercomScripting
internal import Lua

extension Expectation {
    static let comparisons: [MethodDeclaration] = [
        comparing("equals", ", other: any", "Equal; tables are compared by what is in them.") { value, call in
            let other = try ValueTree.read(try call[2].read(as: LuaValue.self), in: call.state)
            return Verdict(
                holds: value.equals(other), whenFalse: difference(expected: other, found: value),
                whenNegated: "expected anything but \(ValueText.line(other))")
        },
        comparing(
            "contains", ", part: any",
            "A text with this text in it, a list with this item, or a table with these fields and maybe others."
        ) { value, call in
            let part = try ValueTree.read(try call[2].read(as: LuaValue.self), in: call.state)
            return Verdict(
                holds: contains(value, part),
                whenFalse: "expected \(ValueText.line(value))\nto contain \(ValueText.line(part))",
                whenNegated: "expected \(ValueText.line(value))\nnot to contain \(ValueText.line(part))")
        },
        comparing("matches", ", pattern: string", "A text in which the pattern of Lua is found.") { value, call in
            let pattern = try call.argument(2, as: LuaBytes.self)
            guard case .text(let bytes) = value else {
                return Verdict(
                    holds: false, whenFalse: "expected a text, found \(ValueText.line(value))", whenNegated: "")
            }
            let find = try call.state.get(try call.state.get("string", as: LuaTable.self), "find", as: LuaFunction.self)
            let found = try call.state.call(find, LuaBytes(bytes), pattern, as: LuaValue.self)
            let isFound = if case .nil = found { false } else { true }
            let shown = ValueText.line(.text(pattern.bytes))
            return Verdict(
                holds: isFound, whenFalse: "expected \(ValueText.line(value))\nto match \(shown)",
                whenNegated: "expected \(ValueText.line(value))\nnot to match \(shown)")
        },
        comparing("has_length", ", length: integer", "A list of so many items, or a text of so many bytes.") {
            value, call in
            let wanted = try call.argument(2, as: Int.self)
            let length = length(value)
            return Verdict(
                holds: length == wanted,
                whenFalse: "expected a length of \(wanted), found "
                    + (length.map { "\($0): " } ?? "") + ValueText.line(value),
                whenNegated: "expected another length than \(wanted)")
        },
        ordering("is_greater_than", "Greater than another number.") { $0 > $1 },
        ordering("is_less_than", "Less than another number.") { $0 < $1 },
        comparing(
            "is_near", ", number: number, tolerance?: number",
            "A number that is off by 1e-9 at most, or by `tolerance`."
        ) { value, call in
            let number = try call.argument(2, as: Double.self)
            let tolerance = try call.argument(3, as: Double?.self) ?? 1e-9
            let isNear = double(value).map { abs($0 - number) <= tolerance } ?? false
            return Verdict(
                holds: isNear, whenFalse: "expected \(number) within \(tolerance), found \(ValueText.line(value))",
                whenNegated: "expected a number not near \(number), found \(ValueText.line(value))")
        },
    ]

    private static func ordering(
        _ name: String, _ summary: String, _ compare: @escaping @Sendable (Double, Double) -> Bool
    ) -> MethodDeclaration {
        let words = name.dropFirst(3).replacing("_", with: " ")
        return comparing(name, ", number: number", summary) { value, call in
            let number = try call.argument(2, as: Double.self)
            let shown = ValueText.line(try ValueTree.read(try call[2].read(as: LuaValue.self), in: call.state))
            return Verdict(
                holds: double(value).map { compare($0, number) } ?? false,
                whenFalse: "expected a number \(words) \(shown), found \(ValueText.line(value))",
                whenNegated: "expected a number not \(words) \(shown), found \(ValueText.line(value))")
        }
    }

    private static func double(_ value: ValueTree) -> Double? {
        switch value {
        case .integer(let integer): Double(integer)
        case .number(let number): number
        default: nil
        }
    }

    private static func length(_ value: ValueTree) -> Int? {
        switch value {
        case .text(let bytes): bytes.count
        case .table: value.items.count
        default: nil
        }
    }

    private static func contains(_ value: ValueTree, _ part: ValueTree) -> Bool {
        if case .text(let bytes) = value, case .text(let wanted) = part {
            return wanted.isEmpty
                || String(decoding: bytes, as: UTF8.self).contains(String(decoding: wanted, as: UTF8.self))
        }
        guard case .table = value else { return false }
        if value.items.contains(where: { $0.includes(part) }) { return true }
        if case .table = part { return value.includes(part) }
        return false
    }

    /// Both values where they are short, else how they differ line by line.
    private static func difference(expected: ValueTree, found: ValueTree) -> String {
        let (wanted, got) = (ValueText.line(expected), ValueText.line(found))
        if case .text(let one) = expected, case .text(let other) = found, one.contains(10) || other.contains(10) {
            return difference(lines(one), lines(other))
        }
        if case .table = expected, case .table = found, wanted.count + got.count > 60 {
            return difference(ValueText.lines(expected), ValueText.lines(found))
        }
        return "expected \(wanted)\nfound    \(got)"
    }

    private static func difference(_ expected: [String], _ found: [String]) -> String {
        (["expected (-) and found (+) differ:"] + LineDifference.lines(expected: expected, found: found))
            .joined(separator: "\n")
    }

    private static func lines(_ bytes: [UInt8]) -> [String] {
        bytes.split(separator: 10, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
    }
}
