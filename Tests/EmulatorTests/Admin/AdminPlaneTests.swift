import JSON
import Testing

@testable import Emulator

@Suite struct AdminPlaneTests {
    private let emulator: TestEmulator

    init() throws { emulator = try TestEmulator() }

    @Test func statistics() throws {
        let id = try emulator.create(["email": "a@b.c"])
        emulator.put("/contacts/\(id)", ["name": "x"])
        emulator.put("/contacts/other", ["name": "x"])
        _ = emulator.get("/contacts/find_by_external_id/1")
        _ = emulator.get("/what/is/this")
        _ = emulator.get("/_emulator/stats")
        #expect(
            String(decoding: emulator.get("/_emulator/stats").body, as: UTF8.self)
                == #"{"total":5,"by_endpoint":{"GET /*":1,"GET /contacts/find_by_external_id/{external_id}":1,"POST /contacts":1,"PUT /contacts/{id}":2}}"#
        )
    }

    @Test func noTokenIsNeeded() {
        let answer = emulator.handle(EmulatorRequest(.get, "/_emulator/stats", token: nil, accept: "text/html"))
        #expect(answer.status == 200 && answer.header("Intercom-Version") == nil)
    }

    @Test func seedAnswersIDs() throws {
        let answer = emulator.post(
            "/_emulator/seed",
            [
                "data_attributes": [["name": "tier", "data_type": "options", "options": ["a", "b"]]],
                "tags": [["name": "vip"]], "admins": [["name": "Cleo"]], "companies": [["company_id": "acme"]],
                "contacts": [
                    ["email": "a@b.c", "tags": ["vip"], "companies": ["acme"], "custom_attributes": ["tier": "a"]],
                    ["id": "5ba682d23d7cf92bef87bfd4", "role": "lead", "state": "archived"],
                ],
            ])
        let value = try #require(answer.value)
        #expect(answer.status == 200)
        #expect(value["contacts"]?[1] == "5ba682d23d7cf92bef87bfd4")
        for kind in ["data_attributes", "tags", "admins", "companies"] { #expect(value[kind]?.array?.count == 1) }
        let contact = emulator.get("/contacts/\(value["contacts"]?[0]?.string ?? "")").value
        #expect(contact?["tags"]?["data"]?[0]?["id"] == value["tags"]?[0])
        #expect(contact?["companies"]?["data"]?[0]?["id"] == value["companies"]?[0])
    }

    @Test func wrongSeedChangesNothing() {
        let answer = emulator.post("/_emulator/seed", ["contacts": [["email": "a@b.c"], ["role": "boss"]]])
        #expect(answer.status == 400)
        #expect(answer.value?["error"] == "contacts[1].role: is neither user nor lead")
        #expect(emulator.core.contacts.isEmpty)
    }

    @Test func reset() throws {
        _ = try emulator.create(["email": "a@b.c"])
        emulator.core.advanceClock(seconds: 100)
        emulator.core.add(Fault(.dropBefore, frequency: .init(after: 1000)))
        #expect(emulator.post("/_emulator/reset", ["only": ["stats"]]).value == ["reset": ["stats"]])
        #expect(emulator.core.statistics.total == 0 && emulator.core.contacts.count == 1)
        #expect(emulator.post("/_emulator/reset", ["only": "everything"]).status == 400)
        emulator.post("/_emulator/reset")
        #expect(emulator.core.contacts.isEmpty && emulator.core.now == TestEmulator.start)
        #expect(emulator.core.requests.isEmpty)
        #expect(emulator.get("/_emulator/faults").value == ["faults": []])
    }

    @Test func clock() {
        #expect(emulator.post("/_emulator/clock", ["advance": 2.5]).value?["milliseconds"] == 1_700_000_002_500)
        #expect(emulator.post("/_emulator/clock", ["set": 1_800_000_000]).value?["now"] == 1_800_000_000)
        #expect(emulator.get("/me").header("Date") == "Fri, 15 Jan 2027 08:00:00 GMT")
        for body: JSONValue in [[:], ["advance": "x"], ["freeze": 1], ["set": 1e300]] {
            #expect(emulator.post("/_emulator/clock", body).status == 400)
        }
    }

    @Test func requests() throws {
        _ = try emulator.create(["email": "a@b.c"])
        _ = emulator.get("/contacts?per_page=5")
        let all = emulator.get("/_emulator/requests").value?["requests"]?.array ?? []
        #expect(all.count == 2)
        #expect(all[0]["body"] == ["email": "a@b.c"] && all[0]["status"] == 200)
        #expect(all[1]["target"] == "/contacts?per_page=5" && all[1]["endpoint"] == "GET /contacts")
        #expect(emulator.get("/_emulator/requests?limit=1").value?["requests"]?[0] == all[1])
        #expect(emulator.get("/_emulator/requests?endpoint=POST%20/contacts").value?["requests"] == [all[0]])
        #expect(!all[0].text.contains("test-token"))
    }

    @Test func logIsBounded() throws {
        let emulator = try TestEmulator { $0.requestLogLimit = 3 }
        for number in 0..<5 { _ = emulator.get("/me?\(number)") }
        #expect(emulator.core.requests.map(\.target) == ["/me?2", "/me?3", "/me?4"])
        let none = try TestEmulator { $0.requestLogLimit = 0 }
        _ = none.get("/me")
        #expect(none.core.requests.isEmpty)
    }

    @Test func contacts() throws {
        let lead = try emulator.create(["role": "lead", "email": "a@b.c"])
        let user = try emulator.create(["email": "a@b.c"])
        emulator.post("/contacts/merge", ["from": .string(lead), "into": .string(user)])
        let value = emulator.get("/_emulator/contacts").value
        #expect(value?["total"] == 2)
        #expect(value?["contacts"]?[0]?["state"] == "merged")
        #expect(value?["contacts"]?[0]?["merged_into"]?.string == user)
        #expect(value?["contacts"]?[1]?["email"] == "a@b.c")
        let active = emulator.get("/_emulator/contacts?state=active").value
        #expect(active?["total"] == 1 && active?["contacts"]?[0]?["id"]?.string == user)
        #expect(emulator.get("/_emulator/contacts?offset=1&limit=5").value?["contacts"]?.array?.count == 1)
    }

    @Test func faults() {
        let answer = emulator.post(
            "/_emulator/faults",
            [
                "faults": [
                    ["method": "get", "path": "/me", "status": 500, "count": 2], ["probability": 0.5, "drop": "after"],
                ], "seed": 3,
            ])
        #expect(answer.value?["faults"]?[0]?["action"] == "status 500" && answer.value?["faults"]?[0]?["count"] == 2)
        #expect(
            answer.value?["faults"]?[1]?["action"] == "drop after" && answer.value?["faults"]?[1]?["count"] == .null)
        #expect(emulator.get("/me").status == 500)
        #expect(emulator.get("/_emulator/faults").value?["faults"]?[0]?["hits"] == 1)
        #expect(emulator.handle(EmulatorRequest(.delete, "/_emulator/faults")).value == ["faults": []])
    }

    @Test(
        arguments: [
            [:], ["status": 1000], ["drop": "sometimes"], ["probability": 2, "status": 500],
            ["method": "FETCH", "status": 500],
            ["count": -1, "status": 500], ["stauts": 500], "x", ["truncate": "x"],
        ] as [JSONValue])
    func wrongFault(body: JSONValue) {
        let answer = emulator.post("/_emulator/faults", body)
        #expect(answer.status == 400 && answer.value?["error"]?.string?.isEmpty == false)
    }

    @Test func unknownEndpoint() {
        #expect(emulator.get("/_emulator/nope").status == 404)
        #expect(emulator.post("/_emulator/save").status == 409, "there is no file")
        let request = EmulatorRequest(
            method: .post, target: "/_emulator/seed", authorization: nil, version: nil, accept: nil,
            body: Array("{".utf8))
        #expect(emulator.handle(request).status == 400)
    }
}
