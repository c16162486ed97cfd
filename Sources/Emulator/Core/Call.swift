import JSON

/// A request that was let in: its parts, and what is needed to answer it.
struct Call {
    /// How many members a page can have.
    static let pageSizeLimit = 150

    let request: EmulatorRequest
    let target: RequestTarget
    let version: APIVersion
    /// Unix seconds.
    let now: Int64

    /// The body as an object; an empty body is an object without members.
    func body() throws(APIError) -> JSONObject {
        if request.body.isEmpty { return JSONObject() }
        let value: JSONValue
        do {
            value = try JSONValue(parsing: request.body)
        } catch {
            throw .bodyIsNotJSON
        }
        switch value {
        case .object(let object): return object
        case .null: return JSONObject()
        default: throw .bodyIsNoObject
        }
    }

    /// The parameter `per_page`.
    func pageSize(default size: Int) throws(APIError) -> Int {
        guard let text = target.parameter("per_page"), !text.isEmpty else { return size }
        guard let number = Int(text) else { throw .perPageInvalid }
        return try Self.checked(pageSize: number)
    }

    static func checked(pageSize: Int) throws(APIError) -> Int {
        guard pageSize > 0 else { throw .perPageInvalid }
        guard pageSize <= pageSizeLimit else { throw .perPageTooBig }
        return pageSize
    }

    /// The parameter `page`, which lists have besides their cursors.
    var pageNumber: Int { min(max(1, target.parameter("page").flatMap { Int($0) } ?? 1), 1_000_000) }

    /// The parameter `starting_after`.
    func cursor() throws(APIError) -> Cursor? {
        guard let text = target.parameter("starting_after"), !text.isEmpty else { return nil }
        return try Cursor(text)
    }

    /// Whether contacts are to be shown with the contacts merged into them.
    var includesMergeHistory: Bool { target.parameter("include_merge_history") == "true" }
}
