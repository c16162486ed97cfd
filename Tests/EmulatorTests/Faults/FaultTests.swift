import JSON
import Testing

@testable import Emulator

@Suite struct FaultTests {
    private let emulator: TestEmulator

    init() throws { emulator = try TestEmulator { $0.latency = 7 } }

    private func deliver(_ target: String = "/contacts", _ body: JSONValue? = ["role": "lead"]) -> Delivery {
        emulator.core.deliver(EmulatorRequest(body == nil ? .get : .post, target, body: body))
    }

    @Test func statusInsteadOfTheAnswer() {
        emulator.core.add(Fault(.status(503, code: nil, message: nil)))
        let delivery = deliver()
        #expect(delivery.answer.status == 503 && delivery.answer.errorCode == "service_unavailable")
        #expect(delivery.answer.value?["request_id"]?.string == delivery.answer.requestID)
        #expect(emulator.core.contacts.isEmpty, "the request was not carried out")
        #expect(deliver().answer.status == 200, "it hits once")
    }

    @Test(arguments: [
        (401, "unauthorized"), (403, "forbidden"), (408, "request_timeout"), (429, "rate_limit_exceeded"),
        (500, "server_error"), (502, "service_unavailable"), (418, "client_error"), (507, "server_error"),
    ])
    func codeOfStatus(status: Int, code: String) {
        emulator.core.add(Fault(.status(status, code: nil, message: nil)))
        #expect(deliver().answer.errorCode == code)
        emulator.core.add(Fault(.status(status, code: "own", message: "Text")))
        #expect(deliver().answer.error == "\(status) own Text")
    }

    @Test func drops() {
        emulator.core.add(Fault(.dropBefore))
        #expect(deliver().transport == .dropped)
        #expect(emulator.core.contacts.isEmpty)
        emulator.core.add(Fault(.dropAfter))
        #expect(deliver().transport == .dropped)
        #expect(emulator.core.contacts.count == 1, "it was carried out")
        #expect(emulator.core.statistics.total == 2)
    }

    @Test func truncation() {
        emulator.core.add(Fault(.truncate(afterBytes: 20)))
        emulator.core.add(Fault(.truncate(afterBytes: nil)))
        emulator.core.add(Fault(.truncate(afterBytes: 1 << 30)))
        #expect(deliver().transport == .truncated(afterBytes: 20))
        let half = deliver()
        #expect(half.transport == .truncated(afterBytes: half.answer.body.count / 2))
        let almost = deliver()
        #expect(almost.transport == .truncated(afterBytes: almost.answer.body.count - 1))
        #expect(emulator.core.contacts.count == 3)
    }

    @Test func otherBody() {
        emulator.core.add(Fault(.body("<html>", contentType: "text/html", status: 502)))
        let answer = deliver().answer
        #expect(answer.status == 502 && answer.value == nil)
        #expect(answer.header("Content-Type") == "text/html")
        #expect(emulator.core.contacts.count == 1)
    }

    @Test func delaysAddUp() {
        emulator.core.add(Fault(.none, delayMilliseconds: 100))
        #expect(deliver().delay == 107)
        #expect(deliver().delay == 7)
    }

    @Test func onlyWhatMatches() throws {
        let id = try emulator.create(["role": "lead"])
        let fault = Fault.Action.status(500, code: nil, message: nil)
        emulator.core.add(Fault(fault, match: .init(method: .get, path: "/contacts/{id}")))
        emulator.core.add(Fault(fault, match: .init(path: "/tags")))
        emulator.core.add(Fault(fault, match: .init(pathPrefix: "/comp")))
        #expect(emulator.put("/contacts/\(id)", ["name": "x"]).status == 200)
        #expect(emulator.get("/contacts").status == 200)
        #expect(emulator.get("/contacts/\(id)").status == 500)
        #expect(emulator.get("/contacts/\(id)").status == 200)
        #expect(emulator.get("/tags?x=1").status == 500)
        #expect(emulator.get("/companies").status == 500)
    }

    @Test func afterAndCount() {
        emulator.core.add(
            Fault(.status(500, code: nil, message: nil), frequency: .init(after: 2, count: 2)))
        #expect((0..<6).map { _ in emulator.get("/me").status } == [200, 200, 500, 500, 200, 200])
    }

    @Test func chanceIsRepeatable() throws {
        func statuses(_ seed: UInt64) throws -> [Int] {
            let emulator = try TestEmulator()
            emulator.core.seedFaults(seed)
            emulator.core.add(
                Fault(.status(500, code: nil, message: nil), frequency: .init(count: nil, probability: 0.3)))
            return (0..<200).map { _ in emulator.get("/me").status }
        }
        let first = try statuses(1)
        #expect(try statuses(1) == first)
        #expect(try statuses(2) != first)
        #expect((40...80).contains(first.count { $0 == 500 }))
    }

    @Test func faultsCountAgainstTheLimit() throws {
        let emulator = try TestEmulator { $0.rateLimit = 2 }
        emulator.core.add(Fault(.status(503, code: nil, message: nil)))
        #expect(emulator.get("/me").header("X-RateLimit-Remaining") == "2")
        #expect(emulator.get("/me").header("X-RateLimit-Remaining") == "1")
        #expect(emulator.get("/me").status == 429)
    }
}
