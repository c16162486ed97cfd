internal import Intercom
internal import IntercomScripting
internal import JSON
internal import LuaSyntax

extension ScriptWalk {
    /// The query of a search, as far as it stands in the code.
    func check(search argument: Expression) {
        var outline = SearchOutline()
        guard case .table = argument, let query = outline.value(of: argument),
            let complaint = ContactSearch.complaint(about: query, isWhole: outline.isWhole)
        else { return }
        report(.invalidArgument, complaint.message, complaint.advice, at: argument.range)
    }
}

/// Reads a query from the code: its fields and operators must stand there, the values that it compares with need not.
private struct SearchOutline {
    private(set) var isWhole = true

    /// Nil for what only running it tells.
    mutating func value(of expression: Expression) -> JSONValue? {
        switch expression {
        case .boolean(let flag, _): .bool(flag)
        case .integer(let number, _): .integer(number)
        case .number(let number, _): .number(number)
        case .string: expression.text.map { .string($0) }
        case .parenthesized(let inner, _): value(of: inner)
        case .table(let fields, _): table(fields)
        default: nil
        }
    }

    private mutating func table(_ fields: [TableField]) -> JSONValue? {
        var hasValues = true
        var object = JSONObject()
        var items: [JSONValue] = []
        for field in fields {
            let found = value(of: field.value)
            switch field.key {
            case .position:
                guard let found else { return nil }
                items.append(found)
            case .name(let name):
                if let found {
                    object[name.text] = found
                } else if name.text == "value" {
                    isWhole = false
                    hasValues = false
                    object[name.text] = .string("")
                } else {
                    return nil
                }
            case .expression: return nil
            }
        }
        // Without a field, it is a list of filters that is not known.
        if !hasValues, object["field"] == nil { return nil }
        if object.isEmpty { return .array(items) }
        return items.isEmpty ? .object(object) : nil
    }
}
