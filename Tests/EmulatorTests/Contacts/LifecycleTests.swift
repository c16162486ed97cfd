import JSON
import Testing

@testable import Emulator

@Suite struct LifecycleTests {
    private let emulator: TestEmulator
    private let id: String

    init() throws {
        emulator = try TestEmulator()
        id = try emulator.create(["external_id": "1", "email": "a@b.c"])
    }

    @Test func archiveAndBack() throws {
        let archived: JSONValue = [
            "type": "contact", "id": .string(id), "external_id": "1", "archived": true,
        ]
        #expect(emulator.post("/contacts/\(id)/archive").value == archived)
        #expect(emulator.get("/contacts/\(id)").error == "404 not_found User Not Found")
        #expect(emulator.get("/contacts/find_by_external_id/1").status == 404)
        #expect(emulator.get("/contacts").value?["total_count"] == 0)
        #expect(try emulator.search("email", "=", "a@b.c").isEmpty)
        #expect(emulator.post("/contacts/\(id)/archive").value == archived, "archiving twice succeeds")
        #expect(emulator.post("/contacts/\(id)/unarchive").value?["archived"] == false)
        #expect(emulator.get("/contacts/\(id)").status == 200)
        #expect(emulator.post("/contacts/\(id)/unarchive").status == 200)
    }

    @Test func deleteIsFinal() throws {
        #expect(
            emulator.delete("/contacts/\(id)").value
                == ["type": "contact", "id": .string(id), "external_id": "1", "deleted": true])
        #expect(emulator.get("/contacts/\(id)").error == "404 not_found User Not Found")
        #expect(
            emulator.post("/contacts/\(id)/unarchive").error
                == "400 bad_request User has been marked for permanent deletion and is not restorable.")
        #expect(emulator.delete("/contacts/\(id)").status == 404)
        #expect(emulator.post("/contacts/\(id)/archive").status == 404)
        #expect(emulator.core.contact(id: id)?.state == .deleted)
    }

    @Test func deletedIsDestroyedAfterAWeek() throws {
        emulator.delete("/contacts/\(id)")
        emulator.core.advanceClock(seconds: 7 * 86_400 - 1)
        #expect(emulator.post("/contacts", ["external_id": "1"]).status == 409)
        emulator.core.advanceClock(seconds: 1)
        #expect(emulator.post("/contacts/\(id)/unarchive").error == "404 not_found Contact Not Found")
        #expect(try emulator.create(["external_id": "1", "email": "a@b.c"]) != id)
    }

    @Test func deleteOfArchived() {
        emulator.post("/contacts/\(id)/archive")
        #expect(emulator.delete("/contacts/\(id)").status == 200)
    }

    @Test func otherAnswersWhereConfigured() throws {
        let emulator = try TestEmulator {
            $0.behaviour.unarchiveOfDeleted = .serverError
            $0.behaviour.deleteOfDeleted = .apply
        }
        let id = try emulator.create(["external_id": "1"])
        emulator.delete("/contacts/\(id)")
        #expect(emulator.delete("/contacts/\(id)").status == 200)
        #expect(emulator.post("/contacts/\(id)/unarchive").error == "500 server_error Server Error")
    }

    @Test func block() {
        #expect(emulator.post("/contacts/\(id)/block").value?["blocked"] == true)
        #expect(emulator.post("/contacts/\(id)/block").status == 200)
        #expect(emulator.get("/contacts/\(id)").status == 404)
        #expect(emulator.post("/contacts/\(id)/unarchive").errorCode == "not_restorable")
        #expect(emulator.post("/contacts/\(id)/block", version: "2.12").errorCode == "intercom_version_invalid")
    }

    @Test(arguments: ["archive", "unarchive", "block"])
    func unknown(action: String) {
        #expect(emulator.post("/contacts/nope/\(action)").error == "404 not_found Contact Not Found")
    }

    @Test func answersOf2_3() {
        #expect(
            emulator.post("/contacts/\(id)/archive", version: "2.3").value
                == ["id": .string(id), "object": "contact", "archived": true])
        #expect(
            emulator.delete("/contacts/\(id)", version: "2.3").value
                == ["id": .string(id), "object": "contact", "deleted": true])
    }

    @Test func findByExternalID() throws {
        #expect(emulator.get("/contacts/find_by_external_id/1").value?["id"]?.string == id)
        #expect(emulator.get("/contacts/find_by_external_id/2").status == 404)
        #expect(
            emulator.get("/contacts/find_by_external_id/1", version: "2.12").error
                == "400 intercom_version_invalid Requested resource is not available in current API version.")
        let odd = try emulator.create(["external_id": "a/b?c d"])
        #expect(emulator.get("/contacts/find_by_external_id/a%2Fb%3Fc%20d").value?["id"]?.string == odd)
        let lead = try emulator.create(["role": "lead"])
        let given = try #require(emulator.core.contact(id: lead)?.externalID)
        #expect(emulator.get("/contacts/find_by_external_id/\(given)").status == 404, "leads are not found")
    }
}
