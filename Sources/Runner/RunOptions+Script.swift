internal import Intercom
internal import JSON
internal import Lua
internal import Records

extension RunOptions {
    /// The names of the options, as scripts write them.
    private enum Name: String, CaseIterable {
        case concurrency, format, empty, limit
        case maximumFailures = "max_failures"
    }

    /// What only whoever runs a script decides: how far it is trusted.
    private static let reserved = ["allow_delete", "dry_run", "max_memory", "max_time", "trusted"]

    /// Reads the `options` of a script.
    init(_ value: LuaStackValue) throws(LuaMismatch) {
        self.init()
        guard case .object(let object) = try value.read(as: JSONValue.self) else {
            throw LuaMismatch(expected: "table", found: value.typeName)
        }
        for (key, value) in object {
            guard let name = Name(rawValue: key) else { throw Self.unknown(key) }
            guard take(name, value) else { throw Self.unsuitable(name, value) }
        }
    }

    /// Returns false for a value that the option cannot have.
    private mutating func take(_ name: Name, _ value: JSONValue) -> Bool {
        switch name {
        case .concurrency:
            concurrency = value.integer.map(Int.init)
            return concurrency.map(Self.concurrencyRange.contains) ?? false
        case .format:
            format = value.string.flatMap(RecordFormat.init(rawValue:))
            return format != nil
        case .empty:
            emptyCells = value.string.flatMap { ["nil": .absent, "string": .string][$0] }
            return emptyCells != nil
        case .limit:
            limit = value.integer.map(Int.init)
            return limit.map { $0 >= 0 } ?? false
        case .maximumFailures:
            maximumFailures = (value.string ?? value.integer.map(String.init)).flatMap(FailureLimit.init)
            return maximumFailures != nil
        }
    }

    private static func unknown(_ key: String) -> LuaMismatch {
        if reserved.contains(key) {
            let flag = "--" + key.replacing("_", with: "-")
            return refusal("\"\(key)\" is not for a script to say: whoever runs it gives \(flag)")
        }
        let names = Name.allCases.map(\.rawValue)
        let hint = Nearest.name(to: key, among: names).map { "did you mean \"\($0)\"?" } ?? "there are \(listed(names))"
        return refusal("there is no option \"\(key)\": \(hint)")
    }

    private static func unsuitable(_ name: Name, _ value: JSONValue) -> LuaMismatch {
        let wanted =
            switch name {
            case .concurrency: "a whole number from 1 to \(concurrencyRange.upperBound)"
            case .format: listed(RecordFormat.allCases.map { "\"\($0.rawValue)\"" }, "or")
            case .empty: #""nil" or "string""#
            case .limit: "a whole number, 0 or more"
            case .maximumFailures: #"a number of records, or a share as in "5%""#
            }
        return refusal("\(name.rawValue) must be \(wanted), not \(value.text)")
    }

    private static func refusal(_ reason: String) -> LuaMismatch {
        LuaMismatch(expected: "", found: "", reason: reason)
    }
}

/// The names as a sentence has them: "a, b and c".
func listed(_ names: [String], _ last: String = "and") -> String {
    names.count < 2 ? names.joined() : names.dropLast().joined(separator: ", ") + " \(last) " + (names.last ?? "")
}
