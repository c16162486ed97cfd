import Intercom
import JSON
import Synchronization

/// Answers calls from a script, in order, and keeps what was sent.
final class ScriptedTransport: HTTPTransport {
    typealias Reply = Result<HTTPAnswer, TransportError>

    private struct State {
        var replies: [Reply]
        var calls: [HTTPCall] = []
    }

    private let state: Mutex<State>

    init(_ replies: [Reply]) { state = Mutex(State(replies: replies)) }

    var calls: [HTTPCall] { state.withLock { $0.calls } }
    var unused: Int { state.withLock { $0.replies.count } }

    func send(_ call: HTTPCall) async throws(TransportError) -> HTTPAnswer {
        let reply: Reply = state.withLock { state in
            state.calls.append(call)
            return state.replies.isEmpty
                ? .failure(.notSent(reason: "the script is over")) : state.replies.removeFirst()
        }
        return try reply.get()
    }
}

extension Result where Success == HTTPAnswer, Failure == TransportError {
    static func json(_ status: Int, _ body: JSONValue, _ headers: HeaderFields = [:]) -> Self {
        .success(HTTPAnswer(status: status, headers: headers, body: body.encoded()))
    }

    static func text(_ status: Int, _ body: String, _ headers: HeaderFields = [:]) -> Self {
        .success(HTTPAnswer(status: status, headers: headers, body: Array(body.utf8)))
    }

    static func error(
        _ status: Int, _ code: String, _ message: String? = nil, _ headers: HeaderFields = ["X-Request-Id": "req1"]
    ) -> Self {
        var item: JSONObject = ["code": .string(code)]
        if let message { item["message"] = .string(message) }
        return .json(status, ["type": "error.list", "request_id": "req1", "errors": [.object(item)]], headers)
    }
}

/// A client over a script, with time that takes none.
struct ScriptedClient {
    let client: IntercomClient
    let transport: ScriptedTransport
    let time = InstantTime()

    init(
        _ replies: [ScriptedTransport.Reply], _ adjust: (inout IntercomConfiguration) -> Void = { _ in }
    ) throws {
        transport = ScriptedTransport(replies)
        var configuration = try IntercomConfiguration(
            token: AccessToken("secret-token-1234"), baseURL: BaseURL("https://api.example.test"))
        adjust(&configuration)
        client = try IntercomClient(configuration, transport: transport, time: time, random: FixedRandom(0.5))
    }
}

/// The error that a call throws; nil where it throws none, or one that is not Intercom's.
func intercomError<Value>(_ body: () async throws -> Value) async -> IntercomError? {
    do {
        _ = try await body()
        return nil
    } catch {
        return error as? IntercomError
    }
}

/// A contact as Intercom would send it.
func contactJSON(_ id: String, _ fields: JSONObject = [:]) -> JSONValue {
    var object: JSONObject = ["type": "contact", "id": .string(id), "role": "user"]
    for (key, value) in fields { object[key] = value }
    return .object(object)
}
