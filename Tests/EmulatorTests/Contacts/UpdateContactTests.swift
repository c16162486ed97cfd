import JSON
import Testing

@testable import Emulator

@Suite struct UpdateContactTests {
    @Test func nullsAndOmissions() throws {
        let emulator = try TestEmulator()
        let id = try emulator.create([
            "external_id": "1", "email": "a@b.c", "phone": "+1", "name": "N",
            "custom_attributes": ["plan": "pro", "seats": 2],
        ])
        emulator.core.advanceClock(seconds: 5)
        let answer = emulator.put(
            "/contacts/\(id)",
            ["external_id": .null, "email": .null, "phone": .null, "custom_attributes": ["plan": .null]])
        let contact = try #require(answer.value)
        #expect(answer.status == 200)
        #expect(contact["external_id"] == "1", "null is ignored")
        #expect(contact["email"] == "", "null clears, and shows as an empty text")
        #expect(contact["phone"] == .null)
        #expect(contact["name"] == "N", "what is absent stays")
        #expect(contact["custom_attributes"] == ["plan": .null, "seats": 2], "the key of a cleared one stays")
        #expect(contact["updated_at"] == .integer(TestEmulator.start + 5))
        #expect(contact["created_at"] == .integer(TestEmulator.start))
        let found = emulator.post(
            "/contacts/search", ["query": ["field": "external_id", "operator": "=", "value": "1"]])
        #expect(found.value?["data"]?[0]?["email"] == .null, "a search shows null")
        #expect(emulator.get("/contacts").value?["data"]?[0]?["email"] == .null)
    }

    @Test func unchangedKeepsItsTime() throws {
        let emulator = try TestEmulator()
        let id = try emulator.create(["email": "a@b.c", "name": "N", "custom_attributes": ["seats": 2]])
        emulator.core.advanceClock(seconds: 5)
        for body: JSONValue in [["name": "N"], ["custom_attributes": ["seats": 2]], [:], ["nonsense": 1]] {
            let answer = emulator.put("/contacts/\(id)", body)
            #expect(answer.value?["updated_at"] == .integer(TestEmulator.start))
        }
    }

    @Test func emptyUpdateRejected() throws {
        let emulator = try TestEmulator { $0.behaviour.emptyUpdate = .reject }
        let id = try emulator.create(["email": "a@b.c"])
        #expect(emulator.put("/contacts/\(id)", [:]).status == 400)
        #expect(emulator.put("/contacts/\(id)", ["name": "N"]).status == 200)
    }

    @Test func leadBecomesUser() throws {
        let emulator = try TestEmulator()
        let id = try emulator.create(["role": "lead", "email": "a@b.c"])
        let given = emulator.core.contact(id: id)?.externalID
        let ignored = emulator.put("/contacts/\(id)", ["external_id": "mine"])
        #expect(ignored.value?["external_id"]?.string == given, "a lead keeps the external id it was given")
        let user = emulator.put("/contacts/\(id)", ["role": "user", "external_id": "mine"])
        #expect(user.value?["id"]?.string == id)
        #expect(user.value?["role"] == "user" && user.value?["external_id"] == "mine")
        #expect(
            emulator.put("/contacts/\(id)", ["role": "lead"]).error
                == "400 client_error Contact with user role can't be converted to a lead")
    }

    @Test func emailOfAnotherUserIsFine() throws {
        let emulator = try TestEmulator()
        _ = try emulator.create(["external_id": "1", "email": "a@b.c"])
        let id = try emulator.create(["external_id": "2", "email": "x@b.c"])
        #expect(emulator.put("/contacts/\(id)", ["email": "a@b.c"]).status == 200)
        #expect(try emulator.search("email", "=", "a@b.c").count == 2)
        #expect(try emulator.search("email", "=", "x@b.c").isEmpty)
    }

    @Test func externalIDOfAnother() throws {
        let emulator = try TestEmulator()
        let first = try emulator.create(["external_id": "1"])
        let second = try emulator.create(["external_id": "2"])
        #expect(
            emulator.put("/contacts/\(second)", ["external_id": "1"]).error
                == "409 conflict A contact matching those details already exists with id=\(first)")
        let lead = try emulator.create(["role": "lead"])
        #expect(emulator.put("/contacts/\(lead)", ["role": "user", "external_id": "1"]).status == 409)
        emulator.post("/contacts/\(first)/archive")
        #expect(emulator.put("/contacts/\(second)", ["external_id": "1"]).status == 200, "an archived one lets go")
        #expect(emulator.post("/contacts/\(first)/unarchive").status == 409, "and cannot have it back")
    }

    @Test func whatIsNotThere() throws {
        let emulator = try TestEmulator()
        #expect(emulator.put("/contacts/nope", ["name": "x"]).error == "404 not_found Contact Not Found")
        let id = try emulator.create(["email": "a@b.c"])
        emulator.post("/contacts/\(id)/archive")
        #expect(emulator.put("/contacts/\(id)", ["name": "x"]).status == 404)
    }

    @Test func archivedWhereConfigured() throws {
        let emulator = try TestEmulator { $0.behaviour.updateOfArchived = .apply }
        let id = try emulator.create(["email": "a@b.c"])
        emulator.post("/contacts/\(id)/archive")
        #expect(emulator.put("/contacts/\(id)", ["name": "x"]).value?["name"] == "x")
        #expect(emulator.core.contact(id: id)?.state == .archived)
    }

    @Test func avatarCanBeSentBack() throws {
        let emulator = try TestEmulator()
        let id = try emulator.create(["email": "a@b.c", "avatar": "https://e.org/a.png"])
        let avatar = try #require(emulator.get("/contacts/\(id)").value?["avatar"])
        #expect(emulator.put("/contacts/\(id)", ["avatar": avatar]).value?["avatar"] == avatar)
        #expect(emulator.put("/contacts/\(id)", ["avatar": .null]).value?["avatar"] == .null)
    }
}
