import EmulatorTesting
import JSON
import Testing

@testable import Emulator

/// An emulator whose clock stands still at a known second, without rate limit unless a test wants one.
struct TestEmulator {
    /// Tuesday, 14 November 2023, 22:13:20 UTC.
    static let start: Int64 = 1_700_000_000

    let core: EmulatorCore

    /// - Parameter log: gets every answer.
    init(
        log: AnswerLog? = AnswerLog.everywhere, _ configure: (inout EmulatorConfiguration) -> Void = { _ in }
    ) throws {
        var configuration = EmulatorConfiguration()
        configuration.clock = .frozen(at: Self.start)
        configuration.rateLimit = nil
        configuration.log(into: log)
        configure(&configuration)
        core = try EmulatorCore(configuration)
    }

    func handle(_ request: EmulatorRequest) -> EmulatorAnswer { core.handle(request) }

    func get(_ target: String, version: String? = nil) -> EmulatorAnswer {
        handle(EmulatorRequest(.get, target, version: version))
    }

    @discardableResult
    func post(_ target: String, _ body: JSONValue? = nil, version: String? = nil) -> EmulatorAnswer {
        handle(EmulatorRequest(.post, target, version: version, body: body))
    }

    @discardableResult
    func put(_ target: String, _ body: JSONValue?, version: String? = nil) -> EmulatorAnswer {
        handle(EmulatorRequest(.put, target, version: version, body: body))
    }

    @discardableResult
    func delete(_ target: String, version: String? = nil) -> EmulatorAnswer {
        handle(EmulatorRequest(.delete, target, version: version))
    }

    /// Creates a contact and answers its id.
    func create(_ body: JSONValue) throws -> String {
        let answer = post("/contacts", body)
        try #require(answer.status == 200, "\(String(decoding: answer.body, as: UTF8.self))")
        return try #require(answer.value?["id"]?.string)
    }

    /// The ids that a search finds, in order.
    func search(_ query: JSONValue) throws -> [String] {
        let answer = post("/contacts/search", ["query": query, "pagination": ["per_page": 150]])
        try #require(answer.status == 200, "\(String(decoding: answer.body, as: UTF8.self))")
        return try #require(answer.ids)
    }

    func search(_ field: String, _ comparator: String, _ value: JSONValue) throws -> [String] {
        try search(["field": .string(field), "operator": .string(comparator), "value": value])
    }
}

extension EmulatorAnswer {
    /// The ids of a list's members.
    var ids: [String]? { value?["data"]?.array?.compactMap { $0["id"]?.string } }

    /// Status, code and message of an error in one text.
    var error: String { "\(status) \(errorCode ?? "-") \(errorMessage ?? "-")" }
}
