import EmulatorTesting
import Foundation
import JSON
import Testing

@testable import Emulator

/// The emulator over a real socket.
@Suite struct EmulatorServerTests {
    private func withServer(
        _ configure: (inout EmulatorConfiguration) -> Void = { _ in }, _ body: (EmulatorServer) async throws -> Void
    ) async throws {
        var configuration = EmulatorConfiguration()
        configuration.clock = .frozen(at: TestEmulator.start)
        configuration.log(into: .everywhere)
        configure(&configuration)
        let server = try await EmulatorServer.start(configuration)
        do {
            try await body(server)
        } catch {
            await server.stop()
            throw error
        }
        await server.stop()
    }

    @Test func answersAsTheCoreDoes() async throws {
        try await withServer { server in
            #expect(server.baseURL == "http://127.0.0.1:\(server.port)")
            let created = try await RawClient.send(
                "POST", "/contacts", port: server.port,
                headers: ["Authorization: Bearer t", "Accept: application/json", "Intercom-Version: 2.14"],
                body: #"{"email":"a@b.c","name":"Żółć"}"#)
            #expect(created.head.hasPrefix("HTTP/1.1 200 OK"))
            #expect(created.header("Content-Type") == "application/json; charset=utf-8")
            #expect(created.header("Date") == "Tue, 14 Nov 2023 22:13:20 GMT")
            #expect(created.header("Status") == "200 OK")
            #expect(created.header("Intercom-Version") == "2.14")
            #expect(created.header("X-RateLimit-Limit") == "1667")
            let contact = try JSONValue(parsing: created.body)
            #expect(contact["name"] == "Żółć")
            #expect(server.core.contacts.map(\.id) == [contact["id"]?.string])
            let missing = try await RawClient.send("GET", "/contacts/nope", port: server.port)
            #expect(missing.status == 404)
            #expect(try JSONValue(parsing: missing.body)["request_id"]?.string == missing.header("X-Request-Id"))
            let stranger = try await RawClient.send("GET", "/me", port: server.port, headers: [])
            #expect(stranger.status == 401 && stranger.header("X-RateLimit-Limit") == nil)
            let accept = try await RawClient.send(
                "GET", "/me", port: server.port, headers: ["Authorization: Bearer t", "Accept: text/html"])
            #expect(accept.status == 406)
            let merged = try await RawClient.send(
                "POST", "/_emulator/seed", port: server.port, headers: [],
                body: #"{"contacts":[{"id":"m","state":"merged","merged_into":"x"}]}"#)
            #expect(merged.status == 200)
            let gone = try await RawClient.send("GET", "/contacts/m", port: server.port)
            #expect(gone.header("Link") == "</contacts/x>; rel=\"canonical\"")
        }
    }

    @Test func headHasNoBody() async throws {
        try await withServer { server in
            let answer = try await RawClient.send(
                "HEAD", "/me", port: server.port,
                headers: ["Authorization: Bearer t", "Accept: */*", "Connection: close"])
            #expect(answer.status == 404)
            #expect(answer.body.isEmpty && answer.isClosed)
        }
    }

    @Test func cutConnections() async throws {
        try await withServer { server in
            server.core.add(Fault(.dropBefore))
            let before = try await RawClient.send("POST", "/contacts", port: server.port, body: #"{"role":"lead"}"#)
            #expect(before.isClosed && before.head.isEmpty)
            #expect(server.core.contacts.isEmpty)
            server.core.add(Fault(.dropAfter))
            let after = try await RawClient.send("POST", "/contacts", port: server.port, body: #"{"role":"lead"}"#)
            #expect(after.isClosed && after.head.isEmpty)
            #expect(server.core.contacts.count == 1)
            server.core.add(Fault(.truncate(afterBytes: 10)))
            let half = try await RawClient.send("GET", "/me", port: server.port)
            #expect(half.isClosed && half.status == 200)
            #expect(half.body == #"{"type":"a"#)
            #expect(half.header("Content-Length").flatMap { Int($0) } ?? 0 > 10)
            let whole = try await RawClient.send("GET", "/me", port: server.port)
            #expect(!whole.isClosed, "the next connection is as good as ever")
        }
    }

    @Test func manyAtOnce() async throws {
        try await withServer({ $0.rateLimit = nil }) { server in
            try await withThrowingTaskGroup(of: Int?.self) { group in
                for number in 0..<64 {
                    group.addTask {
                        try await RawClient.send(
                            "POST", "/contacts", port: server.port, body: "{\"external_id\":\(number % 8)}"
                        ).status
                    }
                }
                var statuses: [Int: Int] = [:]
                for try await status in group { statuses[status ?? 0, default: 0] += 1 }
                #expect(statuses == [200: 8, 409: 56])
            }
            #expect(server.core.statistics.byEndpoint == ["POST /contacts": 64])
        }
    }

    @Test func stopsAndFreesThePort() async throws {
        var configuration = EmulatorConfiguration()
        let first = try await EmulatorServer.start(configuration)
        await first.stop()
        await first.stop()
        await first.waitUntilStopped()
        await #expect(throws: RawClient.Failure.self) { try await RawClient.send("GET", "/me", port: first.port) }
        configuration.port = first.port
        let second = try await EmulatorServer.start(configuration)
        #expect(second.port == first.port)
        await second.stop()
    }

    @Test func stopDoesNotWaitForAnswersHeldBack() async throws {
        let server = try await EmulatorServer.start()
        server.core.add(Fault(.none, delayMilliseconds: 600_000))
        let port = server.port
        let held = Task { try await RawClient.send("GET", "/me", port: port) }
        while server.core.statistics.total == 0 { await Task.yield() }
        await server.stop(grace: .zero)
        #expect(try await held.value.isClosed)
    }

    @Test func takenPort() async throws {
        try await withServer { server in
            var configuration = EmulatorConfiguration()
            configuration.port = server.port
            let taken = configuration
            let error = await #expect(throws: EmulatorError.self) { try await EmulatorServer.start(taken) }
            #expect(error?.description.hasPrefix("cannot listen at 127.0.0.1:\(server.port): ") == true)
        }
    }

    @Test func savesAtTheEnd() async throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString + ".json")
        defer { try? FileManager.default.removeItem(at: file) }
        var configuration = EmulatorConfiguration()
        configuration.workspaceFile = file.path
        let server = try await EmulatorServer.start(configuration)
        _ = server.core.handle(EmulatorRequest(.post, "/contacts", body: ["email": "a@b.c"]))
        try await server.stopAndSave()
        #expect(try EmulatorCore(configuration).contacts.map(\.email) == ["a@b.c"])
    }
}
