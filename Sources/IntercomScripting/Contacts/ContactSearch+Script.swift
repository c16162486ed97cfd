package import Intercom
package import JSON

extension ContactSearch {
    /// A search as scripts write it: a query, or a table with a query and how to page.
    init(script: JSONValue) throws(IntercomError) {
        guard let query = script["query"], let values = script.object else {
            self.init(try SearchQuery(script: script), perPage: Self.pageLimit)
            try self.query.validate()
            return
        }
        let options = try NamedArguments(values, function: "search_contacts", known: ["query", "per_page", "sort"])
        let perPage = try options.integer("per_page") ?? Self.pageLimit
        self.init(try SearchQuery(script: query), perPage: perPage, sort: try options["sort"].map(Sort.init(script:)))
        try self.query.validate()
    }
}

extension ContactSearch {
    /// Why `search_contacts` refuses its argument, whatever runs; nil where it takes it.
    ///
    /// - Parameter isWhole: whether it is known to the last value; otherwise only its shape is looked at.
    package static func complaint(about script: JSONValue, isWhole: Bool) -> IntercomError? {
        do throws(IntercomError) {
            if isWhole {
                _ = try ContactSearch(script: script)
            } else {
                _ = try SearchQuery(script: script["query"] ?? script)
            }
            return nil
        } catch {
            return error
        }
    }
}

extension ContactSearch.Sort {
    /// `{ field = …, order = "ascending"|"descending" }`.
    fileprivate init(script: JSONValue) throws(IntercomError) {
        let function = "search_contacts: sort"
        let options = try NamedArguments(script.object ?? [:], function: function, known: ["field", "order"])
        let field = try options.required("field")
        let order = try options.text("order") ?? "ascending"
        guard let known = Order(rawValue: order) else {
            throw options.fail("order", "must be \"ascending\" or \"descending\", not \"\(order)\"")
        }
        self.init(by: SearchField(field), known)
    }
}

extension SearchQuery {
    /// `{ field, operator, value }`, `{ operator = "AND"|"OR", value = { … } }`, or a list, which means AND.
    init(script: JSONValue) throws(IntercomError) {
        if let list = script.array {
            self = .all(try Self.queries(list))
            return
        }
        guard case .object(let object) = script else { throw Self.malformed("it must be a table") }
        if let odd = object.keys.sorted().first(where: { !["field", "operator", "value"].contains($0) }) {
            throw Self.malformed("\"\(odd)\" is no part of one")
        }
        let name = script["operator"]?.string
        if let field = script["field"]?.string {
            let known = SearchOperator.allCases.map(\.rawValue)
            guard let comparison = SearchOperator(rawValue: name ?? "=") else {
                throw Self.malformed("\"\(name ?? "")\" is no operator; there are \(known.joined(separator: " "))")
            }
            self = .filter(SearchField(field), comparison, script["value"] ?? .null)
            return
        }
        guard let list = script["value"]?.array else { throw Self.malformed("it has no field and no list of filters") }
        switch name {
        case "AND", "and": self = .all(try Self.queries(list))
        case "OR", "or": self = .any(try Self.queries(list))
        default: throw Self.malformed("a list of filters needs operator = \"AND\" or \"OR\"")
        }
    }

    private static func queries(_ list: [JSONValue]) throws(IntercomError) -> [SearchQuery] {
        var queries: [SearchQuery] = []
        for item in list { queries.append(try SearchQuery(script: item)) }
        return queries
    }

    private static func malformed(_ what: String) -> IntercomError {
        IntercomError(
            .invalidArgument, "search_contacts cannot read the query: \(what).", field: "query",
            advice: "For example { field = \"email_domain\", operator = \"=\", value = \"example.com\" }.")
    }
}
