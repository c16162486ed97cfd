internal import Intercom
internal import IntercomScripting
internal import Lua

extension Expectation {
    static let kinds: [MethodDeclaration] = [
        kind("is_nil", "nil", "Nil.") { if case .nil = $0 { true } else { false } },
        kind("is_true", "true", "True itself.") { if case .boolean(true) = $0 { true } else { false } },
        kind("is_false", "false", "False itself.") { if case .boolean(false) = $0 { true } else { false } },
        kind("is_truthy", "a value that counts as true", "Neither nil nor false.", isTruthy),
        kind("is_falsy", "nil or false", "Nil or false.") { !isTruthy($0) },
        comparing("is_a", ", type: string", "Of a type as `type` and `math.type` name it: \"string\", \"integer\".") {
            value, call in
            let type = try call.argument(2, as: String.self)
            return Verdict(
                holds: types(of: value).contains(type),
                whenFalse: "expected a value of type \(type), found \(ValueText.line(value))",
                whenNegated: "expected no value of type \(type), found \(ValueText.line(value))")
        },
    ]

    private static func kind(
        _ name: String, _ words: String, _ summary: String, _ check: @escaping @Sendable (ValueTree) -> Bool
    ) -> MethodDeclaration {
        comparing(name, "", summary) { value, _ in
            Verdict(
                holds: check(value), whenFalse: "expected \(words), found \(ValueText.line(value))",
                whenNegated: "expected anything but \(words), found \(ValueText.line(value))")
        }
    }

    @Sendable private static func isTruthy(_ value: ValueTree) -> Bool {
        switch value {
        case .nil, .boolean(false): false
        default: true
        }
    }

    private static func types(of value: ValueTree) -> Set<String> {
        switch value {
        case .nil: ["nil"]
        case .null: ["userdata", "null"]
        case .boolean: ["boolean"]
        case .integer: ["number", "integer"]
        case .number: ["number", "float"]
        case .text: ["string"]
        case .table: ["table"]
        case .opaque(let text): [String(text.prefix { $0 != ":" })]
        }
    }
}

extension Verdict {
    /// What a call came to that was expected to raise.
    ///
    /// - Throws: the error, where it is one that ends the whole test.
    init(raising result: Result<[LuaValue], LuaError>, _ wanted: ValueTree?, in state: LuaState) throws(LuaError) {
        let expected = wanted.map { " with \(ValueText.line($0))" } ?? ""
        switch result {
        case .success:
            self.init(
                holds: false, whenFalse: "expected an error\(expected), but none was raised", whenNegated: "")
        case .failure(let error) where error.isEnded: throw error
        case .failure(let error):
            var found = error.message
            if error.cause == nil, case .table(let table)? = error.value {
                found = ValueText.line(try ValueTree.read(table, in: state))
            }
            let matches = try wanted.map { (wanted) throws(LuaError) in try Self.error(error, has: wanted, in: state) }
            self.init(
                holds: matches ?? true, whenFalse: "expected an error\(expected)\nfound    \(found)",
                whenNegated: "expected no error\(expected)\nfound    \(found)")
        }
    }

    private static func error(_ error: LuaError, has wanted: ValueTree, in state: LuaState) throws(LuaError) -> Bool {
        if case .text(let bytes) = wanted { return error.message.contains(String(decoding: bytes, as: UTF8.self)) }
        guard let fields = error.cause as? any LuaErrorFields else {
            guard let value = error.value else { return false }
            return try ValueTree.read(value, in: state).includes(wanted)
        }
        var members: [ValueTree.Member] = []
        for name in fields.luaFieldNames {
            guard let value = fields.luaField(name) else { continue }
            members.append(
                ValueTree.Member(key: .text(Array(name.utf8)), value: try ValueTree.read(AnyPushable(value), in: state))
            )
        }
        return ValueTree.table(members).includes(wanted)
    }
}

/// A value whose type is not known.
private struct AnyPushable: LuaPushable {
    let value: any LuaPushable

    init(_ value: any LuaPushable) { self.value = value }

    func push(to writer: inout LuaWriter) { value.push(to: &writer) }
}
