import JSON

/// Reads the query of a search, and refuses what Intercom refuses.
struct SearchParser {
    /// How many levels of groups there can be, and how many filters in one of them.
    static let depthLimit = 2
    static let groupLimit = 15

    let workspace: Workspace
    let behaviour: EmulatorBehaviour
    /// Inside a segment's own query, other segments are not looked into.
    var isInsideSegment = false

    func parse(_ query: JSONValue?) throws(APIError) -> SearchFilter {
        guard let query, !query.isNull else { throw .missing("query") }
        guard query.object != nil else { throw .invalid("query", "query is not a valid search query") }
        return try filter(query, depth: 1)
    }

    private func filter(_ query: JSONValue, depth: Int) throws(APIError) -> SearchFilter {
        guard let word = query["operator"]?.string else { throw .missing("operator") }
        if query["field"] != nil { return .comparison(try comparison(query, word)) }
        guard word == "AND" || word == "OR" else {
            throw .invalid("field", "field not specified for the operator '\(word)'")
        }
        guard let values = query["value"]?.array, !values.isEmpty else {
            throw .invalid("value", "value must be an array of filters for the operator '\(word)'")
        }
        guard depth <= Self.depthLimit else {
            throw .invalid("query", "Queries can be nested \(Self.depthLimit) levels deep at most")
        }
        guard values.count <= Self.groupLimit else {
            throw .invalid("query", "A group can have \(Self.groupLimit) filters at most")
        }
        var filters: [SearchFilter] = []
        for value in values { filters.append(try filter(value, depth: depth + 1)) }
        return word == "AND" ? .all(filters) : .any(filters)
    }

    private func comparison(_ query: JSONValue, _ word: String) throws(APIError) -> SearchComparison {
        // Known bad input: a group's operator in a single filter is answered with 500 (intercom-node #344).
        if word == "AND" || word == "OR" { throw .serverError }
        guard let name = query["field"]?.string else { throw .typeMismatch("field", expected: "a string") }
        guard let field = SearchField(name, attributes: workspace.attributes) else {
            throw .invalid("field", "Field '\(name)' is not searchable")
        }
        guard let comparator = SearchComparison.Operator(rawValue: word), Self.allows(comparator, field.kind) else {
            throw .invalid("operator", "Operator '\(word)' is not supported for the field '\(name)'")
        }
        guard let value = query["value"] else { throw .missing("value") }
        let lowersOperand = field.isEmail && behaviour.emailSearch == .caseInsensitive || comparator.searchesText
        let operand = try SearchOperandParser(parser: self, name: name, field: field, lowersText: lowersOperand)
            .operand(value, comparator)
        return SearchComparison(
            field: field, operator: comparator, operand: operand, ignoresCase: field.isEmail || comparator.searchesText)
    }

    /// The table "Accepted Operators" of the OpenAPI file.
    private static func allows(_ comparator: SearchComparison.Operator, _ kind: SearchField.Kind) -> Bool {
        switch comparator {
        case .equals: true
        case .differs: kind != .date
        case .isIn, .isNotIn: kind != .date && kind != .tag
        case .contains, .containsNot, .startsWith, .endsWith: kind == .text
        case .isLess, .isGreater: kind == .number || kind == .date
        case .isAtMost, .isAtLeast: kind == .number
        }
    }
}

extension SearchComparison.Operator {
    fileprivate var searchesText: Bool {
        switch self {
        case .contains, .containsNot, .startsWith, .endsWith: true
        default: false
        }
    }
}
