import JSON
import Testing

@testable import Emulator

@Suite struct WorkspaceEndpointTests {
    private let emulator: TestEmulator
    private let id: String

    init() throws {
        emulator = try TestEmulator()
        id = try emulator.create(["email": "a@b.c"])
    }

    @Test func me() throws {
        let me = try #require(emulator.get("/me").value)
        #expect(me["type"] == "admin" && me["id"] == "1001" && me["email"] == "ada@example.com")
        #expect(me["app"]?["id_code"] == emulator.get("/contacts/\(id)").value?["workspace_id"])
        #expect(me["app"]?["region"] == "US" && me["app"]?["timezone"] == "Etc/UTC")
    }

    @Test func admins() {
        #expect(emulator.get("/admins").value?["admins"]?.array?.count == 2)
        #expect(emulator.get("/admins/1002").value?["name"] == "Ben Example")
        #expect(emulator.get("/admins/1").status == 404)
    }

    @Test func subscriptions() throws {
        #expect(emulator.get("/subscription_types").ids == ["3001", "3002"])
        let answer = emulator.post("/contacts/\(id)/subscriptions", ["id": 3002, "consent_type": "opt_in"])
        #expect(answer.value?["type"] == "subscription" && answer.value?["consent_type"] == "opt_in")
        emulator.post("/contacts/\(id)/subscriptions", ["id": "3001", "consent_type": "opt_out"])
        #expect(emulator.get("/contacts/\(id)/subscriptions").ids == ["3002", "3001"])
        let contact = try #require(emulator.get("/contacts/\(id)").value)
        #expect(contact["opted_in_subscription_types"]?["data"]?[0]?["id"] == "3002")
        #expect(contact["opted_out_subscription_types"]?["data"]?[0]?["id"] == "3001")
        #expect(emulator.delete("/contacts/\(id)/subscriptions/3002").status == 200)
        #expect(emulator.get("/contacts/\(id)/subscriptions").ids == ["3001"])
        #expect(emulator.delete("/contacts/\(id)/subscriptions/3002").error == "404 not_found Resource Not Found")
    }

    @Test func subscriptionsThatCannotBe() {
        let path = "/contacts/\(id)/subscriptions"
        #expect(emulator.post(path, ["id": "x", "consent_type": "opt_in"]).error == "404 not_found Resource Not Found")
        #expect(emulator.post(path, ["id": "3001", "consent_type": "maybe"]).errorCode == "parameter_invalid")
        #expect(emulator.post(path, ["id": "3001"]).errorCode == "parameter_not_found")
        #expect(emulator.post(path, ["consent_type": "opt_in"]).errorCode == "parameter_not_found")
        #expect(
            emulator.post("/contacts/nope/subscriptions", ["id": "3001", "consent_type": "opt_in"]).error
                == "404 not_found User Not Found")
    }

    @Test func banners() {
        #expect(emulator.get("/contacts/\(id)/banners").value == ["type": "list", "data": []])
        #expect(emulator.get("/contacts/nope/banners").status == 404)
        #expect(emulator.post("/contacts/\(id)/banners/1/dismiss").error == "404 not_found Resource Not Found")
        #expect(emulator.get("/contacts/\(id)/banners", version: "2.15").errorCode == "intercom_version_invalid")
    }

    @Test func identifiersAreUUIDs() {
        var generator = IdentifierGenerator(seed: 9)
        for _ in 0..<100 {
            let characters = Array(generator.uuid())
            #expect(characters.count == 36 && characters[14] == "4" && "89ab".contains(characters[19]))
            #expect([8, 13, 18, 23].allSatisfy { characters[$0] == "-" })
        }
        #expect(generator.objectID(at: 0).hasPrefix("00000000"))
        generator.reserve(7)
        #expect(generator.number() == 8)
    }
}
