import JSON
import Testing

@testable import Emulator

@Suite struct CreateContactTests {
    @Test func userByEmail() throws {
        let emulator = try TestEmulator()
        let answer = emulator.post("/contacts", ["email": "Joe@Bloggs.com"])
        let contact = try #require(answer.value)
        #expect(answer.status == 200)
        #expect(contact["role"] == "user")
        #expect(contact["external_id"] == .null)
        #expect(contact["email"] == "Joe@Bloggs.com")
        #expect(contact["email_domain"] == "bloggs.com")
        #expect(contact["custom_attributes"] == [:])
        #expect(contact["created_at"] == .integer(TestEmulator.start))
        #expect(contact["updated_at"] == .integer(TestEmulator.start))
        let id = try #require(contact["id"]?.string)
        #expect(id.count == 24 && id.allSatisfy(\.isHexDigit))
        #expect(id.hasPrefix("6553f100"), "an id begins with its time")
        #expect(emulator.get("/contacts/\(id)").value == contact, "a write can be read at once")
    }

    @Test func everyField() throws {
        let emulator = try TestEmulator()
        let answer = emulator.post(
            "/contacts",
            [
                "role": "user", "external_id": "25", "email": "a@b.c", "phone": "+1", "name": "Żółć \"x\"\n",
                "avatar": "https://e.org/a.jpg", "signed_up_at": 1, "last_seen_at": 2, "owner_id": "1002",
                "unsubscribed_from_emails": true, "created_at": 5, "tags": ["x"], "language_override": "de",
                "custom_attributes": ["plan": "pro", "seats": 3, "mrr": 1.5, "trial": false, "renewal_date": 9],
            ])
        let contact = try #require(answer.value)
        #expect(contact["external_id"] == "25")
        #expect(contact["name"] == "Żółć \"x\"\n")
        #expect(contact["avatar"] == ["type": "avatar", "image_url": "https://e.org/a.jpg"])
        #expect(contact["signed_up_at"] == 1 && contact["last_seen_at"] == 2)
        #expect(contact["owner_id"] == "1002")
        #expect(contact["unsubscribed_from_emails"] == true)
        #expect(contact["custom_attributes"]?["mrr"] == 1.5)
        // Not request fields, so they are ignored.
        #expect(contact["created_at"] == .integer(TestEmulator.start))
        #expect(contact["tags"]?["total_count"] == 0)
        #expect(contact["language_override"] == .null)
    }

    @Test func unknownRoleBecomesUser() throws {
        let emulator = try TestEmulator()
        #expect(emulator.post("/contacts", ["role": "contact", "email": "a@b.c"]).value?["role"] == "user")
    }

    @Test func externalIDOfLeadIsGiven() throws {
        let emulator = try TestEmulator()
        let lead = emulator.post("/contacts", ["role": "lead", "email": "a@b.c", "external_id": "mine"])
        let externalID = try #require(lead.value?["external_id"]?.string)
        #expect(lead.status == 200)
        #expect(externalID != "mine" && externalID.count == 36)
    }

    @Test func leadsNeverConflict() throws {
        let emulator = try TestEmulator()
        let first = try emulator.create(["role": "lead", "email": "a@b.c"])
        let second = try emulator.create(["role": "lead", "email": "a@b.c"])
        emulator.post("/contacts/\(first)/archive")
        emulator.delete("/contacts/\(second)")
        _ = try emulator.create(["role": "lead", "email": "a@b.c"])
        _ = try emulator.create(["role": "user", "email": "a@b.c"])
        #expect(emulator.post("/contacts", ["role": "lead"]).status == 200)
    }

    @Test func takenExternalID() throws {
        let emulator = try TestEmulator()
        let id = try emulator.create(["external_id": "1"])
        let again: JSONValue = ["external_id": "1", "email": "other@b.c"]
        #expect(
            emulator.post("/contacts", again).error
                == "409 conflict A contact matching those details already exists with id=\(id)")
        emulator.post("/contacts/\(id)/archive")
        let archived = "409 conflict An archived contact matching those details already exists with id=\(id)"
        #expect(emulator.post("/contacts", again).error == archived)
        emulator.post("/contacts/\(id)/unarchive")
        emulator.delete("/contacts/\(id)")
        #expect(emulator.post("/contacts", again).error == archived, "a deleted contact looks like an archived one")
    }

    @Test func takenEmail() throws {
        let emulator = try TestEmulator()
        let plain = try emulator.create(["email": "plain@b.c"])
        let conflict = "409 conflict A contact matching those details already exists with id=\(plain)"
        #expect(emulator.post("/contacts", ["email": "PLAIN@b.c"]).error == conflict)
        #expect(emulator.post("/contacts", ["email": "plain@b.c", "external_id": "new"]).error == conflict)

        _ = try emulator.create(["email": "known@b.c", "external_id": "1"])
        #expect(emulator.post("/contacts", ["email": "known@b.c"]).status == 409)
        #expect(emulator.post("/contacts", ["email": "known@b.c", "external_id": "2"]).status == 200)
    }

    @Test func takenEmailTheOtherWay() throws {
        let emulator = try TestEmulator {
            $0.behaviour.emailOfIdentifiedUser = .create
            $0.behaviour.emailWithNewExternalID = .conflict
        }
        _ = try emulator.create(["email": "known@b.c", "external_id": "1"])
        #expect(emulator.post("/contacts", ["email": "known@b.c", "external_id": "2"]).status == 409)
        #expect(emulator.post("/contacts", ["email": "known@b.c"]).status == 200)
    }

    @Test func blockedContact() throws {
        let again: JSONValue = ["external_id": "1"]
        var emulator = try TestEmulator()
        emulator.post("/contacts/\(try emulator.create(again))/block")
        #expect(
            emulator.post("/contacts", again).error
                == "400 not_restorable This user was blocked and cannot be recreated")
        emulator = try TestEmulator { $0.behaviour.blockedConflict = .conflict }
        emulator.post("/contacts/\(try emulator.create(again))/block")
        #expect(emulator.post("/contacts", again).status == 409)
        emulator = try TestEmulator { $0.behaviour.blockedConflict = .create }
        emulator.post("/contacts/\(try emulator.create(again))/block")
        #expect(emulator.post("/contacts", again).status == 200)
    }

    @Test func userNeedsIdentity() throws {
        var emulator = try TestEmulator()
        for body: JSONValue in [[:], ["role": "user", "phone": "+1"], ["email": .null], ["external_id": ""]] {
            #expect(emulator.post("/contacts", body).errorCode == "parameter_not_found")
        }
        #expect(emulator.post("/contacts").status == 400, "an empty body says nothing either")
        emulator = try TestEmulator {
            $0.behaviour.unidentifiedUser = .init(code: "client_error", message: "No")
        }
        #expect(emulator.post("/contacts", [:]).error == "400 client_error No")
    }

    @Test(
        arguments: [
            ("owner_id", "9999", "parameter_invalid"), ("email", true, "type_mismatch"), ("name", [], "type_mismatch"),
            ("signed_up_at", "2020-01-01", "type_mismatch"), ("unsubscribed_from_emails", "yes", "type_mismatch"),
            ("custom_attributes", [], "type_mismatch"), ("role", 3, "type_mismatch"),
        ] as [(String, JSONValue, String)])
    func invalidField(name: String, value: JSONValue, code: String) throws {
        let emulator = try TestEmulator()
        var body: JSONObject = ["external_id": "1"]
        body[name] = value
        let answer = emulator.post("/contacts", .object(body))
        #expect(answer.status == 400)
        #expect(answer.errorCode == code)
        #expect(emulator.core.contacts.isEmpty)
    }

    @Test func unknownOwnerSaysSo() throws {
        let emulator = try TestEmulator()
        #expect(
            emulator.post("/contacts", ["email": "a@b.c", "owner_id": 5]).error
                == "400 parameter_invalid The owner specified is not a member of the workspace")
        #expect(emulator.post("/contacts", ["email": "a@b.c", "owner_id": 1001]).status == 200)
    }

    @Test func numbersAreTakenForIDs() throws {
        let emulator = try TestEmulator()
        #expect(emulator.post("/contacts", ["external_id": 25]).value?["external_id"] == "25")
    }

    @Test func verifiedEmailNeedsEmail() throws {
        let emulator = try TestEmulator()
        #expect(emulator.post("/contacts", ["external_id": "1", "email_verified": true]).status == 400)
        #expect(
            emulator.post("/contacts", ["external_id": "1", "email_verified": true], version: "2.15").status == 200)
        let id = try emulator.create(["email": "a@b.c", "email_verified": true])
        #expect(emulator.core.contact(id: id)?.isEmailVerified == true)
        emulator.put("/contacts/\(id)", ["email": "other@b.c"])
        #expect(emulator.core.contact(id: id)?.isEmailVerified == false, "a changed email is not verified")
    }

    @Test func languageOverrideInThePreview() throws {
        let emulator = try TestEmulator()
        let answer = emulator.post("/contacts", ["email": "a@b.c", "language_override": "de"], version: "Preview")
        #expect(answer.value?["language_override"] == "de")
        #expect(answer.header("Intercom-Version") == "Preview")
    }

    @Test func lengthLimit() throws {
        let emulator = try TestEmulator { $0.behaviour.maximumLength = 5 }
        #expect(emulator.post("/contacts", ["external_id": "1", "name": "ÄÖÜäö"]).status == 200)
        #expect(emulator.post("/contacts", ["external_id": "2", "name": "123456"]).errorCode == "parameter_invalid")
        let attributes: JSONValue = ["external_id": "3", "custom_attributes": ["plan": "123456"]]
        #expect(emulator.post("/contacts", attributes).errorCode == "parameter_invalid")
    }

    @Test func sameSeedSameIDs() throws {
        let first = try TestEmulator()
        let second = try TestEmulator()
        let other = try TestEmulator { $0.seed = 2 }
        let id = try first.create(["email": "a@b.c"])
        #expect(try second.create(["email": "a@b.c"]) == id)
        #expect(try other.create(["email": "a@b.c"]) != id)
    }
}
