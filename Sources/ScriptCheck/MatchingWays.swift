public import LuaSyntax

/// In which ways a script says which contact it means, as far as its text says.
struct MatchingWays {
    /// The fields that it matches by; nil where something else is said somewhere.
    private(set) var fields: Set<String>? = []

    /// Functions of `intercom` that need not be looked at: they write to no contact, or to one that is new.
    private static let harmless: Set<String> = [
        "create_contact", "find_contact", "search_contacts", "list_contacts", "data_attributes",
        "create_data_attribute", "skip",
        "null",
    ]
    private static let matching: Set<String> = ["upsert_contact", "update_contact", "delete_contact"]

    /// What can stand for anything.
    private static let opaque: Set<String> = ["intercom", "require", "load", "_G"]

    init(_ chunk: Chunk) { visit(chunk.body) }

    private mutating func visit(_ block: Block) {
        for statement in block.statements {
            for expression in statement.expressions { visit(expression) }
            for block in statement.blocks { visit(block) }
        }
    }

    private mutating func visit(_ expression: Expression) {
        switch expression {
        case .call(let call):
            if let name = call.callee.intercomMember {
                take(name, call.arguments.first)
            } else if !Self.requires(call) {
                visit(call.callee)
            }
            for argument in call.arguments { visit(argument) }
            return
        case .function(let function): visit(function.body)
        // The module by itself: what is called then, nobody knows.
        case .global(let name) where Self.opaque.contains(name.text): fields = nil
        default:
            if let name = expression.intercomMember {
                if !Self.harmless.contains(name) { fields = nil }
                return
            }
        }
        for child in expression.children { visit(child) }
    }

    /// Whether a call brings in another module, which is looked at by itself.
    private static func requires(_ call: Expression.Call) -> Bool {
        guard case .global(let name) = call.callee, name.text == "require",
            case .string(let module, _)? = call.arguments.first
        else { return false }
        return String(decoding: module, as: UTF8.self) != "intercom"
    }

    private mutating func take(_ name: String, _ argument: Expression?) {
        if Self.harmless.contains(name) { return }
        guard Self.matching.contains(name), case .string(let bytes, _)? = argument?.field("matching_field") else {
            fields = nil
            return
        }
        fields?.insert(String(decoding: bytes, as: UTF8.self).lowercased().replacing(" ", with: "_"))
    }
}

extension ScriptChecker {
    /// Whether scripts that are used together match contacts by email only, or by external id only, and reach none in another
    /// way; false where their text does not say.
    public static func reachesContactsOneWay(in sources: [SourceText]) -> Bool {
        var fields: Set<String> = []
        for source in sources {
            guard let chunk = try? Parser.parse(source), let own = MatchingWays(chunk).fields else { return false }
            fields.formUnion(own)
        }
        return fields.count <= 1 && fields.isSubset(of: ["email", "external_id"])
    }
}
