import JSON
import Testing

@testable import Intercom

@Suite struct IntercomClientTests {
    @Test func everyCallCarriesVersionAuthorizationAndAgent() async throws {
        let scripted = try ScriptedClient([.json(200, contactJSON("c1")), .json(200, contactJSON("c1"))])
        _ = try await scripted.client.contact(id: "c1")
        _ = try await scripted.client.updateContact(id: "c1", ContactAttributes(name: "Ada"))
        let calls = scripted.transport.calls
        for call in calls {
            #expect(call.headers["authorization"] == "Bearer secret-token-1234")
            #expect(call.headers["Intercom-Version"] == "2.16")
            #expect(call.headers["Accept"] == "application/json")
            #expect(call.headers["User-Agent"]?.isEmpty == false)
            #expect(call.timeout == .seconds(30))
        }
        #expect(calls[0].headers["Content-Type"] == nil)
        #expect(calls[1].headers["Content-Type"] == "application/json")
        #expect(calls[0].url == "https://api.example.test/contacts/c1")
    }

    @Test(arguments: [500, 502, 503, 504, 408])
    func readsAreRepeatedAfterServerErrors(_ status: Int) async throws {
        let scripted = try ScriptedClient([.error(status, "server_error"), .json(200, contactJSON("c1"))])
        #expect(try await scripted.client.contact(id: "c1").id == "c1")
        #expect(scripted.transport.calls.count == 2)
        #expect(scripted.time.sleeps == [.milliseconds(375)])
        #expect(scripted.client.statistics.retries == 1)
        #expect(scripted.client.statistics.total == 2)
    }

    @Test(arguments: [
        TransportError.timedOut(reason: "no answer in time"), .connectionLost(reason: "reset"),
        .notSent(reason: "connection refused"),
    ])
    func idempotentWritesAreRepeatedAfterLosses(_ loss: TransportError) async throws {
        let scripted = try ScriptedClient([.failure(loss), .failure(loss), .json(200, contactJSON("c1"))])
        #expect(try await scripted.client.updateContact(id: "c1", ContactAttributes(name: "A")).id == "c1")
        #expect(scripted.transport.calls.count == 3)
        #expect(scripted.time.sleeps == [.milliseconds(375), .milliseconds(750)])
    }

    @Test func attemptsAreCounted() async throws {
        let scripted = try ScriptedClient(Array(repeating: .error(503, "service_unavailable"), count: 9))
        let error = await intercomError {
            try await scripted.client.contact(id: "c1")
        }
        #expect(error?.code == .unavailable)
        #expect(error?.status == 503)
        #expect(error?.retryable == true)
        #expect(scripted.transport.calls.count == 4)
    }

    @Test(arguments: [
        ScriptedTransport.Reply.failure(.timedOut(reason: "no answer in time")),
        .failure(.connectionLost(reason: "reset")), .error(500, "server_error"), .error(503, "service_unavailable"),
    ])
    func creatingIsNeverRepeatedBlindly(_ reply: ScriptedTransport.Reply) async throws {
        let scripted = try ScriptedClient([reply, .json(200, contactJSON("c1"))])
        let error = await intercomError {
            try await scripted.client.createContact(ContactAttributes(email: "a@b.c"))
        }
        #expect(error?.code == .outcomeUnknown)
        #expect(error?.mayHaveBeenApplied == true)
        #expect(error?.retryable == false)
        #expect(scripted.transport.calls.count == 1)
    }

    @Test func creatingIsRepeatedWhenItSurelyDidNotArrive() async throws {
        let scripted = try ScriptedClient([
            .failure(.notSent(reason: "connection refused")), .error(429, "rate_limit_exceeded"),
            .json(200, contactJSON("c1")),
        ])
        #expect(try await scripted.client.createContact(ContactAttributes(email: "a@b.c")).id == "c1")
        #expect(scripted.transport.calls.count == 3)
    }

    @Test func unreachableSaysSo() async throws {
        let scripted = try ScriptedClient([.failure(.notSent(reason: "connection refused"))]) {
            $0.retry = .none
        }
        let error = await intercomError {
            try await scripted.client.createContact(ContactAttributes(email: "a@b.c"))
        }
        #expect(error?.code == .unavailable)
        #expect(error?.mayHaveBeenApplied == false)
    }

    @Test(arguments: [400, 401, 403, 404, 409, 410, 422])
    func refusalsAreNeverRepeated(_ status: Int) async throws {
        let scripted = try ScriptedClient([.error(status, "some_code", "no"), .json(200, contactJSON("c1"))])
        let error = await intercomError {
            try await scripted.client.contact(id: "c1")
        }
        #expect(error?.status == status)
        #expect(scripted.transport.calls.count == 1)
        #expect(error?.requestID == "req1")
    }

    @Test func theRetryBudgetIsShared() async throws {
        let failing: [ScriptedTransport.Reply] = Array(repeating: .error(500, "server_error"), count: 100)
        let scripted = try ScriptedClient(failing) { $0.retry.budget = 2 }
        for _ in 0..<3 {
            _ = await intercomError { try await scripted.client.contact(id: "c") }
        }
        // Three calls, two retries in hand; what three calls earn is no whole retry.
        #expect(scripted.transport.calls.count == 5)
    }

    @Test(arguments: ["", "{\"id\":\"c1\"", "<html></html>", "[]", "{\"type\":\"contact\"}", "null", "{\"id\":7}"])
    func unreadableAnswersAreUnexpected(_ body: String) async throws {
        let scripted = try ScriptedClient(
            Array(repeating: .text(200, body, ["X-Request-Id": "req9"]), count: 4))
        let error = await intercomError {
            try await scripted.client.contact(id: "c1")
        }
        #expect(error?.code == .unexpectedResponse)
        #expect(error?.requestID == "req9")
        #expect(error?.status == 200)
    }

    @Test func anUnreadableAnswerToCreateMayHaveBeenApplied() async throws {
        let scripted = try ScriptedClient([.text(200, "{\"id\":")])
        let error = await intercomError {
            try await scripted.client.createContact(ContactAttributes(email: "a@b.c"))
        }
        #expect(error?.code == .unexpectedResponse)
        #expect(error?.mayHaveBeenApplied == true)
        #expect(scripted.transport.calls.count == 1)
    }

    @Test func tooLargeIsUnexpected() async throws {
        let scripted = try ScriptedClient([.failure(.responseTooLarge(limit: 1000))])
        let error = await intercomError {
            try await scripted.client.contact(id: "c1")
        }
        #expect(error?.code == .unexpectedResponse)
        #expect(error?.message.contains("1000") == true)
    }

    @Test func redirectsAreNotFollowed() async throws {
        let scripted = try ScriptedClient([.text(302, "", ["Location": "https://evil.example/"])])
        let error = await intercomError {
            try await scripted.client.contact(id: "c1")
        }
        #expect(error?.code == .unexpectedResponse)
        #expect(scripted.transport.calls.count == 1)
    }

    @Test func errorsNeverHoldTheToken() async throws {
        let scripted = try ScriptedClient([
            .error(401, "unauthorized", "Token secret-token-1234 is invalid"),
            .failure(.connectionLost(reason: "while sending Bearer secret-token-1234")),
        ]) { $0.retry = .none }
        for _ in 0..<2 {
            let error = await intercomError { try await scripted.client.me() }
            #expect(error.map { "\($0)" }?.contains("secret-token-1234") == false)
            #expect(error?.items.contains { $0.message?.contains("secret-token") == true } == false)
        }
    }

    @Test func callsAreCountedByEndpoint() async throws {
        let scripted = try ScriptedClient([
            .json(200, contactJSON("c1")), .json(200, contactJSON("c1")), .json(200, contactJSON("c1")),
            .error(429, "rate_limit_exceeded"), .json(200, ["type": "list", "data": []]),
        ])
        _ = try await scripted.client.createContact(ContactAttributes(email: "a@b.c"))
        _ = try await scripted.client.contact(id: "c1")
        _ = try await scripted.client.contact(id: "c1")
        _ = try await scripted.client.dataAttributes()
        let statistics = scripted.client.statistics
        #expect(
            statistics.byEndpoint == ["POST /contacts": 1, "GET /contacts/{id}": 2, "GET /data_attributes": 2])
        #expect(statistics.total == 5)
        #expect(statistics.rateLimited == 1)
        #expect(statistics.retries == 1)
    }
}
