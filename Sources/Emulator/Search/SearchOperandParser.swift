import JSON

/// Reads the value of one filter as the type of its field.
struct SearchOperandParser {
    let parser: SearchParser
    let name: String
    let field: SearchField
    let lowersText: Bool

    func operand(
        _ value: JSONValue, _ comparator: SearchComparison.Operator
    ) throws(APIError) -> SearchComparison.Operand {
        switch comparator {
        case .isIn, .isNotIn:
            guard let values = value.array else { throw .typeMismatch("value", expected: "an array for \(name)") }
            if let limit = parser.behaviour.maximumSearchValues, values.count > limit {
                throw .invalid("value", "value can have \(limit) elements at most")
            }
            return try operand(of: values)
        case .equals, .differs:
            return value.isNull ? .nothing : try operand(of: [value])
        default:
            return try operand(of: [value])
        }
    }

    private func operand(of values: [JSONValue]) throws(APIError) -> SearchComparison.Operand {
        switch field.kind {
        case .text, .tag: .texts(try set(of: values, "a string", text))
        case .flag: .flags(try set(of: values, "a boolean", Self.flag))
        case .number: .numbers(try set(of: values, "a number", Self.number))
        case .date: .day(try day(values))
        case .segment: .segments(try segments(values))
        }
    }

    private func set<Element: Hashable>(
        of values: [JSONValue], _ expected: String, _ read: (JSONValue) -> Element?
    ) throws(APIError) -> Set<Element> {
        var elements = Set<Element>(minimumCapacity: values.count)
        for value in values {
            guard let element = read(value) else { throw mismatch(expected) }
            elements.insert(element)
        }
        return elements
    }

    private func mismatch(_ expected: String) -> APIError {
        .typeMismatch("value", expected: "\(expected) for \(name)")
    }

    /// Ids of owners and tags come as numbers too; other numbers are not text.
    private func text(_ value: JSONValue) -> String? {
        let takesNumbers = field.kind == .tag || name == "owner_id"
        guard let text = takesNumbers ? value.identifierText : value.string else { return nil }
        return lowersText ? text.lowercased() : text
    }

    private static func flag(_ value: JSONValue) -> Bool? { value.bool ?? value.string.flatMap { Bool($0) } }

    private static func number(_ value: JSONValue) -> Double? {
        value.number ?? value.string.flatMap { Double($0) }
    }

    /// The start of the day, in the workspace's time zone, that a timestamp lies in; the OpenAPI file's example has one
    /// as a string.
    private func day(_ values: [JSONValue]) throws(APIError) -> Int64 {
        guard let value = values.first, let seconds = value.integer ?? value.string.flatMap({ Int64($0) }) else {
            throw mismatch("a Unix timestamp")
        }
        let day = SearchComparison.secondsPerDay
        let offset = parser.workspace.timeZone.offset
        let (local, overflow) = seconds.addingReportingOverflow(offset)
        guard !overflow, local > Int64.min + day, local < Int64.max - day else { throw mismatch("a Unix timestamp") }
        let remainder = local % day
        return seconds - (remainder < 0 ? remainder + day : remainder)
    }

    private func segments(_ values: [JSONValue]) throws(APIError) -> [SearchFilter] {
        guard !parser.isInsideSegment else { return [] }
        var filters: [SearchFilter] = []
        for value in values {
            guard let id = value.identifierText else { throw mismatch("a string") }
            if let segment = parser.workspace.segments.first(where: { $0.id == id }) {
                filters.append(try parser.parse(segment))
            }
        }
        return filters
    }
}

extension SearchParser {
    /// The query of a segment.
    func parse(_ segment: Segment) throws(APIError) -> SearchFilter {
        var parser = self
        parser.isInsideSegment = true
        return try parser.parse(segment.query)
    }
}
