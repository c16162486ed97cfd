internal import Intercom
internal import JSON
internal import Lua
internal import Records

extension IntercomModule {
    static let request = FunctionDeclaration.waiting(
        "request",
        """
        Makes any call of the API: the way out where there is no function. What it changes about contacts is not noticed by the \
        other functions, which may go by what they have read before.
        """,
        parameters: [
            ParameterDeclaration(
                "request", "{method?: string, path: string, query?: table<string, string>, body?: any}",
                "Its path begins with /, its body becomes JSON.")
        ],
        results: [
            ParameterDeclaration("body", "any", "The answer's body."),
            ParameterDeclaration("status", "integer", "The answer's status, also of a refusal."),
        ]
    ) { services, call in
        let client = try services.requireClient("request")
        let request = try RawRequest(call)
        if request.isDeletion, !services.allowsDelete { throw deletionForbidden("request with \(request.what)") }
        if request.method != .get, services.leavesOut("request \(request.what)") {
            call.return(LuaResults(LuaValue.nil, LuaValue.nil))
            return nil
        }
        return .apart(call) {
            let answer = try await client.request(
                request.method, request.path, queryItems: request.query, body: request.body)
            return LuaResults(answer.body, answer.status)
        }
    }
}

/// A request as scripts write it.
private struct RawRequest {
    var method: HTTPCall.Method
    var path: String
    var query: [(name: String, value: String)]
    var body: JSONValue?

    init(_ call: LuaCall) throws {
        let arguments = try NamedArguments(call, function: "request", known: ["method", "path", "query", "body"])
        let name = try arguments.text("method") ?? "GET"
        guard let method = HTTPCall.Method(rawValue: name.uppercased()) else {
            throw arguments.fail("method", "\"\(name)\" is no method of HTTP")
        }
        self.method = method
        path = try arguments.required("path")
        body = arguments["body"]
        guard let given = arguments["query"] else {
            query = []
            return
        }
        // An empty table may be read as a list.
        guard let values = given.object ?? (given.array == [] ? [:] : nil) else {
            throw arguments.fail("query", "must be a table of names and values")
        }
        query = values.map { ($0.key, $0.value.string ?? $0.value.text) }
    }

    /// As a complaint names it.
    var what: String { "\(method.rawValue) \(path)" }

    /// `POST /user_delete_requests` and the bulk endpoints have it in their path.
    var isDeletion: Bool { method == .delete || path.lowercased().contains("delete") }
}
