internal import Intercom
internal import JSON

extension ContactSearch {
  /// A search as scripts write it.
  init(script: JSONValue) throws(IntercomError) {
    let isWrapped = script["query"] != nil
    let query = try SearchQuery(script: script["query"] ?? script)
    var sort: Sort?
    if isWrapped, let field = script["sort"]?["field"]?.string {
      sort = Sort(by: SearchField(field), script["sort"]?["order"]?.string == "descending" ? .descending : .ascending)
    }
    self.init(query, perPage: isWrapped ? Int(script["per_page"]?.integer ?? 150) : 150, sort: sort)
    try query.validate()
  }
}

extension SearchQuery {
  /// `{ field, operator, value }`, `{ operator = "AND"|"OR", value = { … } }`, or a list, which means AND.
  init(script: JSONValue) throws(IntercomError) {
    if let list = script.array {
      self = .all(try Self.queries(list))
      return
    }
    guard case .object = script else { throw Self.malformed("it must be a table") }
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
