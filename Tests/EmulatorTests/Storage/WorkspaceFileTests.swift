import Foundation
import JSON
import Testing

@testable import Emulator

@Suite struct WorkspaceFileTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    private var path: String { folder.appendingPathComponent("workspace.json").path }

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

    private func fill(_ emulator: TestEmulator) throws {
        let lead = try emulator.create(["role": "lead", "email": "a@b.c", "phone": "+1"])
        let user = try emulator.create([
            "external_id": "1", "email": "a@b.c", "name": "Żółć", "avatar": "https://e.org/a", "owner_id": "1002",
            "signed_up_at": 1, "last_seen_at": 2, "email_verified": true, "unsubscribed_from_emails": true,
            "custom_attributes": ["plan": "pro", "mrr": 2.0, "seats": .null],
        ])
        emulator.post("/contacts/\(user)/tags", ["id": "2001"])
        emulator.post("/contacts/\(lead)/notes", ["body": "note"])
        emulator.post("/contacts/merge", ["from": .string(lead), "into": .string(user)])
        let company = emulator.post("/companies", ["company_id": "acme", "plan": "Pro", "monthly_spend": 1.5])
        emulator.post("/contacts/\(user)/companies", ["id": company.value?["id"] ?? ""])
        emulator.post("/contacts/\(user)/subscriptions", ["id": "3001", "consent_type": "opt_out"])
        emulator.post("/data_attributes", ["name": "tier", "model": "company", "data_type": "datetime"])
        try emulator.core.seed([
            "contacts": [["email": "s@b.c", "os": "Debian", "location": ["city": "Dublin"], "has_hard_bounced": true]]
        ])
        for (number, action) in ["archive", "block"].enumerated() {
            let id = try emulator.create(["external_id": .integer(Int64(number + 10))])
            emulator.post("/contacts/\(id)/\(action)")
        }
        emulator.delete("/contacts/\(try emulator.create(["external_id": "20"]))")
    }

    @Test func documentHoldsEverything() throws {
        let emulator = try TestEmulator()
        try fill(emulator)
        let workspace = emulator.core.workspace
        let again = try Workspace(document: workspace.document, now: 0)
        #expect(again.allContacts == workspace.allContacts)
        #expect(again.companies == workspace.companies)
        #expect(again.notes == workspace.notes)
        #expect(again.tags == workspace.tags && again.admins == workspace.admins)
        #expect(again.attributes.custom == workspace.attributes.custom)
        #expect(again.segments == workspace.segments && again.subscriptionTypes == workspace.subscriptionTypes)
        #expect(again.document == workspace.document)
    }

    @Test func saveAndLoad() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = path
        let emulator = try TestEmulator { $0.workspaceFile = path }
        try fill(emulator)
        let saved = emulator.post("/_emulator/save")
        #expect(saved.status == 200 && saved.value?["saved"]?.string == path && saved.value?["contacts"] == 6)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["workspace.json"])
        let second = try TestEmulator { $0.workspaceFile = path }
        #expect(second.core.contacts == emulator.core.contacts)
        let id = try second.create(["email": "new@b.c"])
        #expect(emulator.core.contact(id: id) == nil)
        let tag = second.post("/tags", ["name": "new"]).value?["id"]?.string
        #expect(second.core.workspace.tags.count { $0.id == tag } == 1, "new numbers do not repeat old ones")
        try second.core.save()
        #expect(try TestEmulator { $0.workspaceFile = path }.core.contacts.count == 7)
    }

    @Test(arguments: ["{", "[]", "{\"format\": 2}", "{\"format\": 1, \"contacts\": [{\"role\": 3.5}]}"])
    func unusableFile(text: String) throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        let path = path
        let error = #expect(throws: EmulatorError.self) { try TestEmulator { $0.workspaceFile = path } }
        #expect(error?.description.contains(path) == true)
    }

    @Test func unwritableFile() throws {
        let path = folder.appendingPathComponent("no/such/folder/w.json").path
        let emulator = try TestEmulator { $0.workspaceFile = path }
        #expect(throws: EmulatorError.self) { try emulator.core.save() }
        #expect(emulator.post("/_emulator/save").status == 500)
        #expect(throws: EmulatorError.self) { try TestEmulator().core.save() }
    }
}
