import Foundation
import FoundationNetworking

/// An emulator in a process of its own, looked into through its HTTP interface.
struct EmulatedWorkspace: Sendable {
    /// `http://127.0.0.1:PORT`.
    let url: String

    /// Starts `intercom-lua emulator` at a free port, for as long as `body` takes.
    static func serve<Value>(
        _ options: String..., body: (EmulatedWorkspace) async throws -> Value
    ) async throws -> Value {
        let program = try Program(["emulator", "--port", "0"] + options)
        defer { program.interrupt() }
        let prefix = "listening on "
        guard let line = await program.output.nextLine(), line.hasPrefix(prefix) else {
            throw Trouble(description: "the emulator did not start: \(await program.result().errors)")
        }
        return try await body(EmulatedWorkspace(url: String(line.dropFirst(prefix.count))))
    }

    struct Contact: Decodable, Sendable, Equatable {
        var id: String
        var role: String
        var email: String?
        var name: String?
        var phone: String?
        var externalID: String?
        var signedUpAt: Int?
        var state: String
        var customAttributes: Attributes

        /// The custom attributes that the tests use.
        struct Attributes: Decodable, Sendable, Equatable {
            var plan: String?
            var seats: Int?
        }

        private enum CodingKeys: String, CodingKey {
            case id, role, email, name, phone, state
            case externalID = "external_id"
            case signedUpAt = "signed_up_at"
            case customAttributes = "custom_attributes"
        }
    }

    struct Statistics: Decodable, Sendable {
        var total: Int
        var byEndpoint: [String: Int]

        private enum CodingKeys: String, CodingKey {
            case total
            case byEndpoint = "by_endpoint"
        }
    }

    /// Every contact, in whatever state, in order of creation.
    func contacts() async throws -> [Contact] {
        struct Answer: Decodable { var contacts: [Contact] }
        return try JSONDecoder().decode(Answer.self, from: try await get("contacts")).contacts
    }

    /// The contacts that can be found, by email in lower case.
    func contactsByEmail() async throws -> [String: [Contact]] {
        Dictionary(grouping: try await contacts().filter { $0.state == "active" }) { ($0.email ?? "").lowercased() }
    }

    /// How many calls came to which endpoint.
    func statistics() async throws -> Statistics {
        try JSONDecoder().decode(Statistics.self, from: try await get("stats"))
    }

    /// One of the last thousand calls.
    struct Request: Decodable, Sendable {
        /// Unix seconds, by the emulator's clock.
        var time: Double
        var endpoint: String
        var status: Int
        /// Whether something was done to it that a test wanted.
        var faulted: Bool

        /// Which window of the rate limit it fell into.
        var window: Int { Int(time) / 10 }
    }

    /// The last calls, the oldest first.
    func requests() async throws -> [Request] {
        struct Answer: Decodable { var requests: [Request] }
        return try JSONDecoder().decode(Answer.self, from: try await get("requests")).requests
    }

    /// Moves the emulator's clock on.
    func advanceClock(seconds: Double) async throws {
        _ = try await send("POST", "clock", Data(#"{"advance": \#(seconds)}"#.utf8))
    }

    /// Adds contacts and attributes.
    func seed(_ document: Data) async throws { _ = try await send("POST", "seed", document) }

    /// Forgets the calls that were counted.
    func resetStatistics() async throws { _ = try await send("POST", "reset", Data(#"{"only": ["stats"]}"#.utf8)) }

    /// Lets requests fail.
    func addFault(_ fault: String) async throws { _ = try await send("POST", "faults", Data(fault.utf8)) }

    /// Lets all of them go well again.
    func removeFaults() async throws { _ = try await send("DELETE", "faults", nil) }

    private func get(_ path: String) async throws -> Data { try await send("GET", path, nil) }

    private func send(_ method: String, _ path: String, _ body: Data?) async throws -> Data {
        guard let address = URL(string: "\(url)/_emulator/\(path)") else {
            throw Trouble(description: "no URL: \(url)")
        }
        var request = URLRequest(url: address)
        request.httpMethod = method
        request.httpBody = body
        let (data, response) = try await URLSession.shared.data(for: request)
        let status = (response as? HTTPURLResponse)?.statusCode ?? 0
        guard status == 200 else {
            throw Trouble(description: "\(method) \(path): \(status) \(String(decoding: data, as: UTF8.self))")
        }
        return data
    }

    /// What keeps a test from testing anything.
    struct Trouble: Error, CustomStringConvertible {
        var description: String
    }
}
