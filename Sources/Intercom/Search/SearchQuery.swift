public import JSON

/// What to search for: one filter, or groups of them.
///
///     .all([.filter(.role, .equals, "user"), .filter(.custom("plan"), .isIn, ["pro", "team"])])
public indirect enum SearchQuery: Sendable, Hashable {
    case filter(SearchField, SearchOperator, JSONValue)
    /// Every one of them (`AND`).
    case all([SearchQuery])
    /// At least one of them (`OR`).
    case any([SearchQuery])

    /// Filters in a group at most.
    public static let groupLimit = 15
    /// Groups within each other at most.
    public static let depthLimit = 2

    /// Checks what Intercom would refuse, or answer with a server error.
    ///
    /// - Throws: `invalid_argument` that says which filter is to blame.
    public func validate() throws(IntercomError) { try validate(depth: 0) }

    private func validate(depth: Int) throws(IntercomError) {
        switch self {
        case .filter(let field, let op, let value): try Self.validate(field, op, value)
        case .all(let group), .any(let group):
            guard depth < Self.depthLimit else {
                throw Self.refusal("Groups can be nested \(Self.depthLimit) deep, not deeper")
            }
            guard !group.isEmpty else { throw Self.refusal("A group needs at least one filter") }
            guard group.count <= Self.groupLimit else {
                throw Self.refusal("A group holds \(Self.groupLimit) filters at most, not \(group.count)")
            }
            for member in group { try member.validate(depth: depth + 1) }
        }
    }

    private static func validate(
        _ field: SearchField, _ op: SearchOperator, _ value: JSONValue
    ) throws(IntercomError) {
        guard !field.name.isEmpty else { throw refusal("A filter needs a field") }
        let isList = op == .isIn || op == .isNotIn
        switch value {
        case .array(let values):
            guard isList else { throw refusal("\(op.rawValue) on \(field.name) takes one value, not a list") }
            guard !values.isEmpty else { throw refusal("\(op.rawValue) on \(field.name) needs at least one value") }
        case .object: throw refusal("\(field.name) cannot be compared with an object")
        default: if isList { throw refusal("\(op.rawValue) on \(field.name) takes a list of values") }
        }
        if field.isDate, ![.equals, .less, .greater].contains(op) {
            throw refusal("\(field.name) is a date, which takes =, < and > only")
        }
        if field == .tagID, op != .equals, op != .notEquals { throw refusal("tag_id takes = and != only") }
    }

    private static func refusal(_ message: String) -> IntercomError {
        IntercomError(.invalidArgument, message, field: "query")
    }

    func append(to output: inout [UInt8]) {
        switch self {
        case .filter(let field, let op, let value):
            output.append(contentsOf: "{\"field\":".utf8)
            JSONWriter.append(string: field.name, to: &output)
            output.append(contentsOf: ",\"operator\":\"\(op.rawValue)\",\"value\":".utf8)
            JSONWriter.append(value, to: &output)
            output.append(UInt8(ascii: "}"))
        case .all(let group): Self.append("AND", group, to: &output)
        case .any(let group): Self.append("OR", group, to: &output)
        }
    }

    private static func append(_ op: String, _ group: [SearchQuery], to output: inout [UInt8]) {
        output.append(contentsOf: "{\"operator\":\"\(op)\",\"value\":[".utf8)
        for (index, member) in group.enumerated() {
            if index > 0 { output.append(UInt8(ascii: ",")) }
            member.append(to: &output)
        }
        output.append(contentsOf: "]}".utf8)
    }
}
