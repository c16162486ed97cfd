import JSON
import Testing

@testable import Intercom

@Suite struct IntercomClientRequestTests {
    @Test func sendsAndReturnsAnything() async throws {
        let scripted = try ScriptedClient([.json(201, ["ok": true], ["X-A": "b"])])
        let answer = try await scripted.client.request(
            .post, "/custom/thing", query: ["a": "1 2", "b": "&"], body: ["x": [1, 2.5, nil]])
        #expect(answer.status == 201)
        #expect(answer.headers["x-a"] == "b")
        #expect(answer.body == ["ok": true])
        let call = try #require(scripted.transport.calls.first)
        #expect(call.url == "https://api.example.test/custom/thing?a=1%202&b=%26")
        #expect(call.body.map { String(decoding: $0, as: UTF8.self) } == "{\"x\":[1,2.5,null]}")
    }

    @Test(arguments: [400, 401, 403, 404, 409, 422])
    func refusalsAreResults(_ status: Int) async throws {
        let scripted = try ScriptedClient([.error(status, "some_code")])
        let answer = try await scripted.client.request(.get, "/x")
        #expect(answer.status == status)
        #expect(answer.body["errors"]?[0]?["code"] == "some_code")
    }

    @Test func emptyBodiesAreNull() async throws {
        let scripted = try ScriptedClient([.text(204, "")])
        #expect(try await scripted.client.request(.delete, "/x").body == .null)
    }

    @Test func rateLimitsAreStillWaitedOut() async throws {
        let scripted = try ScriptedClient([.error(429, "rate_limit_exceeded"), .json(200, [:])])
        #expect(try await scripted.client.request(.get, "/x").status == 200)
    }

    @Test func postsAreNotRepeated() async throws {
        let scripted = try ScriptedClient([.error(500, "server_error"), .json(200, [:])])
        let error = await intercomError {
            try await scripted.client.request(.post, "/x", body: [:])
        }
        #expect(error?.code == .outcomeUnknown)
        #expect(scripted.transport.calls.count == 1)
    }

    @Test(arguments: [
        "", "contacts", "//evil.example/x", "/a/../b", "/..", "/.", "/a b", "/a#b", "/a\\b", "/a\r\nb", "/é",
        "https://evil.example",
    ])
    func pathsThatLeadElsewhereAreRefused(_ path: String) async throws {
        let scripted = try ScriptedClient([])
        let error = await intercomError {
            try await scripted.client.request(.get, path)
        }
        #expect(error?.code == .invalidArgument)
        #expect(error?.field == "path")
        #expect(scripted.transport.calls.isEmpty)
    }
}
