import LoopbackTesting
import Testing

@testable import Intercom

@Suite struct AsyncHTTPClientTransportTests {
    private static func answer(_ body: String, status: String = "200 OK", headers: String = "") -> String {
        "HTTP/1.1 \(status)\r\nContent-Length: \(body.utf8.count)\r\n\(headers)\r\n\(body)"
    }

    private func exchange(
        _ replies: [LoopbackServer.Reply], path: String = "/x", method: HTTPCall.Method = .get, body: String? = nil,
        timeout: Duration = .seconds(20), limit: Int = 1_000_000
    ) async throws -> (result: Result<HTTPAnswer, TransportError>, requests: [String]) {
        let server = try LoopbackServer(replies)
        let base = try await server.start()
        let transport = AsyncHTTPClientTransport(connections: 2, connectTimeout: .seconds(5))
        let result: Result<HTTPAnswer, TransportError>
        do throws(TransportError) {
            result = .success(
                try await transport.send(
                    HTTPCall(
                        method: method, url: base + path, headers: ["Authorization": "Bearer t", "X-A": "b"],
                        body: body.map { Array($0.utf8) }, timeout: timeout, maximumResponseBytes: limit)))
        } catch {
            result = .failure(error)
        }
        await transport.shutdown()
        try await server.stop()
        return (result, server.requests)
    }

    @Test func sendsARequestAndReadsTheAnswer() async throws {
        let (result, requests) = try await exchange(
            [.bytes(Self.answer("{\"a\":1}", status: "201 Created", headers: "X-Request-Id: r1\r\n"))],
            path: "/contacts/a%2Fb%2E%2E?x=%26", method: .put, body: "{}")
        let answer = try result.get()
        #expect(answer.status == 201 && answer.headers["x-request-id"] == "r1")
        #expect(String(decoding: answer.body, as: UTF8.self) == "{\"a\":1}")
        let request = try #require(requests.first)
        // The path arrives as it was encoded: nothing on the way has decoded a step or a slash.
        #expect(request.hasPrefix("PUT /contacts/a%2Fb%2E%2E?x=%26 HTTP/1.1\r\n"))
        #expect(request.contains("Authorization: Bearer t\r\n") && request.hasSuffix("\r\n\r\n{}"))
    }

    @Test(arguments: HTTPCall.Method.allCases)
    func everyMethodIsSentAsItIs(_ method: HTTPCall.Method) async throws {
        let (result, requests) = try await exchange([.bytes(Self.answer(method == .head ? "" : "{}"))], method: method)
        #expect(try result.get().status == 200)
        #expect(requests.first?.hasPrefix("\(method.rawValue) /x ") == true)
    }

    @Test func aRefusedConnectionWasNotSent() async throws {
        let server = try LoopbackServer([])
        let base = try await server.start()
        try await server.stop()
        let transport = AsyncHTTPClientTransport(connectTimeout: .seconds(5))
        let error = await transportError { try await transport.send(HTTPCall(method: .post, url: base + "/x")) }
        #expect(error?.maybeSent == false)
        #expect(error == .notSent(reason: "connection refused"))
        await transport.shutdown()
        let after = await transportError { try await transport.send(HTTPCall(method: .get, url: base + "/x")) }
        #expect(after?.maybeSent == false)
    }

    @Test func aNameThatDoesNotExistWasNotSent() async throws {
        let transport = AsyncHTTPClientTransport(connectTimeout: .seconds(5))
        let error = await transportError {
            try await transport.send(HTTPCall(method: .get, url: "http://no-such-host.invalid/x"))
        }
        #expect(error?.maybeSent == false)
        await transport.shutdown()
    }

    @Test func aConnectionClosedInsteadOfAnAnswerMayHaveArrived() async throws {
        let (result, _) = try await exchange([.close], method: .post, body: "{}")
        guard case .failure(.connectionLost) = result else {
            Issue.record("\(result)")
            return
        }
    }

    @Test func anAnswerCutOffSaysWhichItWas() async throws {
        let (result, _) = try await exchange([
            .bytesThenClose("HTTP/1.1 200 OK\r\nX-Request-Id: r7\r\nContent-Length: 100\r\n\r\n{\"id\":")
        ])
        guard case .failure(let error) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(error.maybeSent && error == .answerCutOff(status: 200, requestID: "r7"))
    }

    @Test func nonsenseInsteadOfHTTPMayHaveArrived() async throws {
        let (result, _) = try await exchange([.bytesThenClose("hello\r\n\r\n")])
        guard case .failure(let error) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(error.maybeSent)
    }

    @Test func noAnswerInTimeMayHaveArrived() async throws {
        let (result, requests) = try await exchange([.silence], timeout: .milliseconds(50))
        guard case .failure(.timedOut) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(requests.count <= 1)
    }

    @Test func tooLargeAnswersAreNotRead() async throws {
        let body = String(repeating: "x", count: 1001)
        let (result, _) = try await exchange([.bytes(Self.answer(body))], limit: 1000)
        guard case .failure(.responseTooLarge(1000)) = result else {
            Issue.record("\(result)")
            return
        }
        let (fits, _) = try await exchange([.bytes(Self.answer(body))], limit: 1001)
        #expect(try fits.get().body.count == 1001)
    }

    @Test func whatNeverGotAConnectionWasNotSent() async throws {
        let server = try LoopbackServer([.silence, .silence])
        let base = try await server.start()
        let transport = AsyncHTTPClientTransport(connections: 1)
        let first = Task {
            await transportError { try await transport.send(HTTPCall(method: .post, url: base + "/1")) }
        }
        #expect(await eventually { server.requests.count == 1 })
        // The only connection is taken, so that this one waits for it until its time is over.
        let error = await transportError {
            try await transport.send(HTTPCall(method: .post, url: base + "/2", timeout: .milliseconds(30)))
        }
        #expect(error?.maybeSent == false && server.requests.count == 1)
        first.cancel()
        #expect(await first.value == .cancelled)
        await transport.shutdown()
        try await server.stop()
    }

    @Test func cancellingEndsTheWait() async throws {
        let server = try LoopbackServer([.silence])
        let base = try await server.start()
        let transport = AsyncHTTPClientTransport()
        let task = Task {
            await transportError { try await transport.send(HTTPCall(method: .get, url: base + "/x")) }
        }
        #expect(await eventually { server.requests.count == 1 })
        task.cancel()
        #expect(await task.value == .cancelled)
        await transport.shutdown()
        try await server.stop()
    }

    private func transportError(_ body: () async throws -> HTTPAnswer) async -> TransportError? {
        do {
            _ = try await body()
            return nil
        } catch {
            return error as? TransportError
        }
    }
}
