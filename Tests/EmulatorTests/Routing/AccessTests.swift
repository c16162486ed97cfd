import JSON
import Testing

@testable import Emulator

/// Who and what is let in, and what everything else is answered with.
@Suite struct AccessTests {
    private let emulator: TestEmulator

    init() throws { emulator = try TestEmulator { $0.rateLimit = 100 } }

    private func answer(
        _ method: EmulatorRequest.Method = .get, _ target: String = "/me", authorization: String? = "Bearer t",
        version: String? = nil, accept: String? = "application/json", body: String = ""
    ) -> EmulatorAnswer {
        emulator.handle(
            EmulatorRequest(
                method: method, target: target, authorization: authorization, version: version, accept: accept,
                body: Array(body.utf8)))
    }

    @Test func everyAnswerHasItsHeaders() {
        for answer in [answer(), answer(.get, "/contacts/nope"), answer(.post, "/contacts", body: "{")] {
            #expect(answer.header("Content-Type") == "application/json; charset=utf-8")
            #expect(answer.header("Date") == "Tue, 14 Nov 2023 22:13:20 GMT")
            #expect(answer.header("Intercom-Version") == "2.16")
            #expect(answer.header("X-RateLimit-Reset") == "1700000010")
            #expect(answer.header("x-request-id")?.count == 36)
            #expect(answer.header("Status")?.hasPrefix("\(answer.status) ") == true)
        }
        #expect(answer().header("X-Request-Id") != answer().header("X-Request-Id"))
    }

    @Test func errorsRepeatTheRequestID() {
        let error = answer(.get, "/contacts/nope")
        #expect(
            String(decoding: error.body, as: UTF8.self)
                == #"{"type":"error.list","request_id":"\#(error.requestID)","errors":[{"code":"not_found","message":"User Not Found"}]}"#
        )
        #expect(error.header("Status") == "404 Not Found")
    }

    @Test(
        arguments: [
            (nil, "missing_authorization"), ("", "missing_authorization"), ("Bearer", "unauthorized"),
            ("Bearer  ", "unauthorized"), ("Basic dDo=", "unauthorized"), ("t", "unauthorized"), ("bearer t", nil),
        ] as [(String?, String?)])
    func token(authorization: String?, code: String?) {
        let answer = answer(authorization: authorization)
        #expect(answer.status == (code == nil ? 200 : 401))
        #expect(answer.errorCode == code)
        #expect((answer.rate == nil) == (code != nil))
    }

    @Test func listedTokens() throws {
        let emulator = try TestEmulator { $0.tokens = .listed(["right"]) }
        #expect(emulator.handle(EmulatorRequest(.get, "/me", token: "right")).status == 200)
        let wrong = emulator.handle(EmulatorRequest(.get, "/me", token: "wrong"))
        #expect(wrong.error == "401 unauthorized Access Token Invalid")
        #expect(emulator.handle(EmulatorRequest(.get, "/nowhere", token: "wrong")).status == 401)
    }

    @Test func versions() throws {
        #expect(answer(version: "2.3").header("Intercom-Version") == "2.3")
        #expect(answer(version: "").header("Intercom-Version") == "2.16")
        #expect(answer(version: "Unstable").header("Intercom-Version") == "Unstable")
        for unknown in ["2.17", "1.4", "latest", "2.03"] {
            #expect(
                answer(version: unknown).error
                    == "400 intercom_version_invalid The requested version could not be found")
        }
        let older = try TestEmulator { $0.defaultVersion = APIVersion("2.11") ?? .preview }
        #expect(older.get("/me").header("Intercom-Version") == "2.11")
    }

    @Test(
        arguments: [
            ("application/json", 200), ("*/*", 200), ("application/*", 200), ("text/html, application/json;q=0.5", 200),
            ("Application/JSON; charset=utf-8", 200), (nil, 200), ("text/html", 406), ("application/xml", 406),
        ] as [(String?, Int)])
    func accept(header: String?, status: Int) {
        let answer = answer(accept: header)
        #expect(answer.status == status)
        #expect(answer.errorCode == (status == 406 ? "media_type_not_acceptable" : nil))
    }

    @Test func pathsAndMethodsThatAreNot() {
        for (method, target) in [
            (.get, "/"), (.get, "/nothing"), (.get, "/contacts/1/2/3/4/5"), (.patch, "/contacts"), (.put, "/contacts"),
            (.head, "/me"), (.get, "/contacts/search"), (.other, "/me"), (.post, "/contacts/1"),
            (.get, "/contacts/1/archive"),
        ] as [(EmulatorRequest.Method, String)] {
            #expect(answer(method, target).error == "404 not_found Resource Not Found", "\(method) \(target)")
        }
        #expect(answer(.patch, "/contacts", accept: nil).status == 406, "documented for a method without Accept")
        #expect(answer(.get, "/nothing", accept: nil).status == 404)
    }

    @Test(arguments: ["{", "{\"a\":}", "\u{1}", "{} {}", "[1]", "\"x\"", "3", "{\"email\":\"\u{0}\"}"])
    func bodiesThatAreNoObject(body: String) {
        let answer = answer(.post, "/contacts", body: body)
        #expect(answer.status == 400 && answer.errorCode == "parameter_invalid")
    }

    @Test func bodyThatIsNoText() {
        let request = EmulatorRequest(
            method: .post, target: "/contacts", authorization: "Bearer t", version: nil, accept: nil,
            body: Array("{\"email\":\"".utf8) + [0xFF, 0xFE] + Array("\"}".utf8))
        #expect(emulator.handle(request).status == 400)
    }
}
