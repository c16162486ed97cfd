public import JSON

extension IntercomClient {
    /// What hangs on a contact, each as Intercom describes it, from all pages.
    ///
    /// - Throws: `not_found` where there is no such contact.
    public func related(_ relation: ContactRelation, toContact id: String) async throws(IntercomError) -> [JSONValue] {
        try await all(relation, ofContact: id, as: Whole.self).map(\.json)
    }

    /// An element of a list as it is.
    private struct Whole: ViewDecodable, Identified {
        let id: String
        let json: JSONValue

        init?(_ view: JSONView) {
            guard let id = view["id"]?.identifier else { return nil }
            self.id = id
            json = view.value
        }
    }

    /// All pages of such a list.
    func all<Value: ViewDecodable & Identified>(
        _ relation: ContactRelation, ofContact id: String, as type: Value.Type
    ) async throws(IntercomError) -> [Value] {
        let path = try path(ofContact: id).relation(relation)
        var values: [Value] = []
        var seen: Set<String> = []
        var next: URLPath? = path
        while let page = next {
            let list = try await perform(.get(relation.endpoint, page)) { (answer) throws(UnreadableAnswer) in
                let root = try Self.root(of: answer)
                return (
                    try Self.elements(of: root, as: Value.self),
                    NextPage(root["pages"]).flatMap { $0.path(after: path) }
                )
            }
            // A note that is added meanwhile moves the others on, so that some may come twice.
            let fresh = list.0.filter { seen.insert($0.id).inserted }
            if fresh.isEmpty, !list.0.isEmpty {
                throw IntercomError(
                    .unexpectedResponse, "Intercom sent the same page of \(relation.endpoint.label) again.")
            }
            values += fresh
            next = list.0.isEmpty ? nil : list.1
        }
        return values
    }

    static func elements<Value: ViewDecodable>(
        of root: JSONView, as type: Value.Type
    ) throws(UnreadableAnswer) -> [Value] {
        guard let data = root["data"] ?? root["companies"], data.kind == .array else {
            throw UnreadableAnswer("it holds no list")
        }
        var values: [Value] = []
        for element in data.elements {
            guard let value = Value(element) else { throw UnreadableAnswer("an element of its list is odd") }
            values.append(value)
        }
        return values
    }
}

/// Something with an id of its own.
protocol Identified {
    var id: String { get }
}

extension Tag: Identified {}
extension Note: Identified {}
extension Company: Identified {}
extension Subscription: Identified {}
extension Segment: Identified {}

/// Where a list goes on: `pages` of an answer say it with a cursor, with a URL, or only with how many pages there are.
private enum NextPage {
    case cursor(String)
    /// The query of the URL. Its host and path are not followed: the token stays where it belongs.
    case query(String)
    case number(Int64)

    /// Nil on the last page.
    init?(_ pages: JSONView?) {
        guard let pages, pages.kind == .object else { return nil }
        if let cursor = pages["next"]?["starting_after"]?.string, !cursor.isEmpty {
            self = .cursor(cursor)
        } else if let url = pages["next"]?.string, let question = url.firstIndex(of: "?") {
            self = .query(String(url[url.index(after: question)...]))
        } else if let page = pages["page"]?.integer, let count = pages["total_pages"]?.integer, page < count {
            self = .number(page + 1)
        } else {
            return nil
        }
    }

    func path(after first: URLPath) -> URLPath? {
        switch self {
        case .cursor(let cursor): first.query("starting_after", cursor)
        case .number(let number): first.query("page", String(number))
        case .query(let query): first.query(encoded: query)
        }
    }
}

extension URLPath {
    fileprivate func relation(_ relation: ContactRelation) -> URLPath {
        switch relation {
        case .tags: fixed("/tags")
        case .notes: fixed("/notes")
        case .companies: fixed("/companies")
        case .subscriptions: fixed("/subscriptions")
        case .segments: fixed("/segments")
        }
    }
}
