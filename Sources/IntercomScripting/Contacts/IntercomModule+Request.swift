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
        parameters: [.table("request", RawRequest.fields, "The call.")],
        results: [
            ParameterDeclaration("body", "any", "The answer's body."),
            ParameterDeclaration("status", "integer", "The answer's status, also of a refusal."),
        ],
        example: """
            local me, status = intercom.request { path = "/me" }
            print(status, me.app.name) --> 200	Emulator
            """
    ) { services, call in
        let client = try services.requireClient("request")
        let request = try RawRequest(call)
        if request.isDeletion, !services.allowsDelete {
            throw services.deletionForbidden("request with \(request.what)")
        }
        if !request.isRead, services.leavesOut("request \(request.what)") {
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

    static let fields = [
        ParameterDeclaration("method", "string?", "`GET` where none is given."),
        ParameterDeclaration("path", "string", "Begins with `/`, its parts percent-encoded."),
        ParameterDeclaration("query", "table<string, string>?", "Names and values, which are encoded here."),
        ParameterDeclaration("body", "any?", "Becomes JSON."),
    ]

    init(_ call: LuaCall) throws {
        let arguments = try NamedArguments(call, function: "request", known: Self.fields.map(\.name))
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

    /// Whether it changes nothing, so that a dry run makes it: searches are POSTs too.
    var isRead: Bool {
        method == .get || method == .head || (method == .post && path.prefix { $0 != "?" }.hasSuffix("/search"))
    }

    /// `POST /user_delete_requests` and the bulk endpoints have it in their path.
    var isDeletion: Bool { method == .delete || path.lowercased().contains("delete") }
}
