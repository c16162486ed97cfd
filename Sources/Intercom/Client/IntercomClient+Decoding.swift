internal import JSON

extension IntercomClient {
    /// Carries out a call whose answer is one object.
    func object<Value: ViewDecodable>(_ call: APICall, as type: Value.Type) async throws(IntercomError) -> Value {
        try await perform(call, Self.decodeObject)
    }

    /// Carries out a call whose answer is a list: `{"type":"list","data":[…]}`.
    func list<Value: ViewDecodable>(_ call: APICall, of type: Value.Type) async throws(IntercomError) -> [Value] {
        try await perform(call) { (answer) throws(UnreadableAnswer) -> [Value] in
            try Self.elements(of: Self.root(of: answer), as: Value.self)
        }
    }

    static func decodeObject<Value: ViewDecodable>(_ answer: HTTPAnswer) throws(UnreadableAnswer) -> Value {
        guard let value = Value(try root(of: answer)) else { throw UnreadableAnswer("it has the wrong shape") }
        return value
    }

    static func root(of answer: HTTPAnswer) throws(UnreadableAnswer) -> JSONView {
        do {
            return try JSONDocument(parsing: answer.body).root
        } catch {
            throw UnreadableAnswer("it is not JSON (\(error.message))")
        }
    }
}
