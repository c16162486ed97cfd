import JSON
import Testing

@testable import Emulator

@Suite struct MergeTests {
    private let emulator: TestEmulator
    private let lead: String
    private let user: String

    init() throws {
        emulator = try TestEmulator()
        lead = try emulator.create([
            "role": "lead", "email": "a@b.c", "phone": "+1", "name": "Lead",
            "custom_attributes": ["plan": "pro", "seats": 1],
        ])
        user = try emulator.create([
            "external_id": "1", "email": "A@b.c", "name": "User", "custom_attributes": ["seats": 5],
        ])
        emulator.post("/contacts/\(lead)/tags", ["id": "2001"])
        emulator.post("/contacts/\(lead)/notes", ["body": "about the lead"])
    }

    @discardableResult
    private func merge(_ extra: JSONObject = [:], version: String? = nil) -> EmulatorAnswer {
        var body: JSONObject = ["from": .string(lead), "into": .string(user)]
        for (key, value) in extra { body[key] = value }
        return emulator.post("/contacts/merge", .object(body), version: version)
    }

    @Test func userGetsWhatItLacks() throws {
        let merged = try #require(merge().value)
        #expect(merged["id"]?.string == user)
        #expect(merged["name"] == "User" && merged["phone"] == "+1")
        #expect(merged["custom_attributes"] == ["seats": 5, "plan": "pro"])
        #expect(merged["tags"]?["data"]?[0]?["id"] == "2001")
        #expect(merged["notes"]?["total_count"] == 1)
        #expect(emulator.get("/contacts/\(user)/notes").value?["data"]?[0]?["contact"]?["id"]?.string == user)
        #expect(try emulator.search("email", "=", "a@b.c") == [user])
        #expect(emulator.get("/contacts").ids == [user])
    }

    @Test func leadIsGone() throws {
        merge()
        let gone = emulator.get("/contacts/\(lead)")
        #expect(
            gone.error
                == "410 contact_merged This contact has been merged. See the 'Link' header for the canonical contact.")
        #expect(gone.header("Link") == "</contacts/\(user)>; rel=\"canonical\"")
        #expect(emulator.get("/contacts/\(lead)", version: "2.15").error == "404 not_found User Not Found")
        let externalID = try #require(emulator.core.contact(id: lead)?.externalID)
        #expect(emulator.get("/contacts/find_by_external_id/\(externalID)").status == 410)
        #expect(emulator.get("/contacts/find_by_external_id/\(externalID)", version: "2.15").status == 404)
        #expect(emulator.put("/contacts/\(lead)", ["name": "x"]).status == 404)
        #expect(emulator.delete("/contacts/\(lead)").status == 404)
        #expect(
            emulator.post("/contacts/\(lead)/unarchive").error
                == "400 bad_request User has been merged and is not restorable.")
    }

    @Test func onlyLeadIntoUser() {
        let body: JSONValue = ["from": .string(user), "into": .string(lead)]
        #expect(
            emulator.post("/contacts/merge", body).error
                == "400 invalid_merge Merging can only be performed on a lead into a user")
    }

    @Test func onlyDuplicates() throws {
        emulator.put("/contacts/\(lead)", ["email": "other@b.c"])
        #expect(merge().errorCode == "invalid_merge")
        #expect(merge().errorMessage?.hasPrefix("Contacts can only be merged when they are duplicates") == true)
        emulator.put("/contacts/\(user)", ["phone": "+1"])
        #expect(merge().status == 200, "the same phone will do")
    }

    @Test func duplicatesNeedNotBe() throws {
        emulator.put("/contacts/\(lead)", ["email": "other@b.c"])
        #expect(merge(["skip_duplicate_validation": true]).status == 200)
    }

    @Test func olderVersionsDoNotCheck() throws {
        emulator.put("/contacts/\(lead)", ["email": "other@b.c"])
        #expect(merge(version: "2.15").status == 200)
    }

    @Test func whatIsMissing() {
        #expect(emulator.post("/contacts/merge", ["into": .string(user)]).errorCode == "parameter_not_found")
        #expect(emulator.post("/contacts/merge", ["from": "nope", "into": .string(user)]).status == 404)
    }

    @Test func history() throws {
        merge()
        emulator.core.advanceClock(seconds: 10)
        let second = try emulator.create(["role": "lead", "email": "a@b.c"])
        emulator.post("/contacts/merge", ["from": .string(second), "into": .string(user)])
        let newest = try #require(emulator.get("/contacts/\(user)/merge_history?per_page=1").value)
        #expect(newest["data"]?[0]?["source_contact_id"]?.string == second)
        #expect(newest["data"]?[0]?["source_contact_role"] == "lead")
        #expect(newest["data"]?[0]?["merged_at"] == .integer(TestEmulator.start + 10))
        #expect(newest["has_more"] == true)
        let cursor = try #require(newest["next_cursor"]?.string)
        let rest = emulator.get("/contacts/\(user)/merge_history?per_page=1&cursor=\(cursor)").value
        #expect(rest?["data"]?[0]?["source_contact_id"]?.string == lead)
        #expect(rest?["has_more"] == false && rest?["next_cursor"] == .null)
        let oldest = emulator.get("/contacts/\(user)/merge_history?order=asc").value
        #expect(oldest?["data"]?[0]?["source_contact_id"]?.string == lead)
        let shown = emulator.get("/contacts/\(user)?include_merge_history=true").value
        #expect(shown?["merge_history"]?.array?.count == 2)
        #expect(emulator.get("/contacts/\(user)").value?["merge_history"] == nil)
    }

    @Test func historyOfOthers() throws {
        let other = try emulator.create(["role": "lead"])
        #expect(emulator.get("/contacts/\(other)/merge_history").error == "404 not_found Contact not found")
        #expect(emulator.get("/contacts/nope/merge_history").error == "404 not_found Contact not found")
        #expect(
            emulator.get("/contacts/\(user)/merge_history", version: "2.15").errorCode == "intercom_version_invalid")
    }
}
