import EmulatorTesting
import JSON

@testable import Emulator

/// Calls every endpoint, with what succeeds and with what does not.
struct AnswerTour {
    private let emulator: TestEmulator

    init(log: AnswerLog) throws {
        emulator = try TestEmulator(log: log)
        try emulator.core.seed([
            "contacts": [
                [
                    "external_id": "seed", "email": "seed@b.c", "os": "Debian", "location": ["city": "Dublin"],
                    "last_replied_at": 5, "enabled_push_messaging": true, "owner_id": "1001",
                    "avatar": ["image_url": "https://e.org/a.png"],
                ]
            ]
        ])
    }

    func run() throws {
        let user = try emulator.create([
            "external_id": "1", "email": "a@b.c", "name": "N", "phone": "+1", "owner_id": "1002",
            "avatar": "https://e.org/a",
            "signed_up_at": 1, "custom_attributes": ["plan": "pro", "seats": 1, "mrr": 1.5, "trial": true],
        ])
        let lead = try emulator.create(["role": "lead", "email": "a@b.c"])
        let empty = try emulator.create(["external_id": "2"])
        attachments(of: user)
        attachments(of: "nope")
        records()
        lifecycle(user: user, lead: lead, other: empty)
        searches()
        strangers()
    }

    private func attachments(of id: String) {
        let company = emulator.post("/companies", ["company_id": "acme", "name": "Acme", "plan": "Pro"])
        let path = "/contacts/\(id)"
        emulator.post("\(path)/companies", ["id": company.value?["id"] ?? ""])
        for (list, body) in [
            ("tags", ["id": "2001"]), ("tags", ["id": "9"]), ("notes", ["body": "Hi"]),
            ("notes", ["body": "Hi", "admin_id": 9]),
            ("companies", [:]), ("companies", ["id": "9"]),
            ("subscriptions", ["id": "3001", "consent_type": "opt_out"]),
            ("subscriptions", ["id": "9", "consent_type": "opt_in"]),
        ] as [(String, JSONValue)] {
            emulator.post("\(path)/\(list)", body)
        }
        for list in ["tags", "notes", "companies", "subscriptions", "segments", "banners", "merge_history"] {
            _ = emulator.get("\(path)/\(list)")
        }
        _ = emulator.get("/companies/\(company.value?["id"]?.string ?? "")/contacts")
        _ = emulator.get("/companies/nope/contacts")
        _ = emulator.get("\(path)?include_merge_history=true")
        emulator.delete("\(path)/tags/2001")
        emulator.delete("\(path)/tags/9")
        emulator.delete("\(path)/subscriptions/3001")
        emulator.delete("\(path)/companies/\(company.value?["id"]?.string ?? "")")
        emulator.delete("\(path)/companies/9")
        emulator.post("\(path)/banners/1/dismiss")
    }

    private func records() {
        for target in [
            "/me", "/admins", "/admins/1001", "/tags", "/tags/2001", "/tags/9", "/segments", "/segments/9",
            "/segments/5f00000000000000000000a1", "/subscription_types", "/companies", "/companies/9", "/notes/9",
            "/data_attributes", "/data_attributes?model=contact", "/data_attributes?model=company",
            "/data_attributes?model=conversation", "/nothing",
        ] { _ = emulator.get(target) }
        emulator.post("/tags", ["name": "new"])
        let attribute: JSONValue = ["name": "tier", "model": "contact", "data_type": "datetime"]
        let id = emulator.post("/data_attributes", attribute).value?["id"]?.integer ?? 0
        emulator.post("/data_attributes", attribute)
        emulator.post("/data_attributes", ["name": "!", "model": "contact", "data_type": "string"])
        emulator.put("/data_attributes/\(id)", ["archived": true, "description": "D"])
        emulator.put("/data_attributes/0", ["archived": true])
    }

    private func lifecycle(user: String, lead: String, other: String) {
        emulator.post("/contacts", ["external_id": "1"])
        emulator.post("/contacts", ["email": "x@b.c", "custom_attributes": ["nope": 1]])
        emulator.put("/contacts/\(user)", ["email": .null, "name": .null, "custom_attributes": ["plan": .null]])
        emulator.put("/contacts/\(user)", ["role": "lead"])
        _ = emulator.get("/contacts")
        emulator.put("/contacts/\(user)", ["email": "a@b.c"])
        emulator.post("/contacts/merge", ["from": .string(user), "into": .string(lead)])
        emulator.post("/contacts/merge", ["from": .string(lead), "into": .string(user)])
        _ = emulator.get("/contacts/\(lead)")
        _ = emulator.get("/contacts/find_by_external_id/\(emulator.core.contact(id: lead)?.externalID ?? "")")
        _ = emulator.get("/contacts/find_by_external_id/1")
        _ = emulator.get("/contacts/find_by_external_id/nope")
        _ = emulator.get("/contacts/\(user)/merge_history")
        _ = emulator.get("/contacts/\(user)?include_merge_history=true")
        for action in ["archive", "unarchive", "block", "unarchive"] { emulator.post("/contacts/\(other)/\(action)") }
        emulator.delete("/contacts/\(other)")
        emulator.delete("/contacts/\(other)")
        emulator.post("/contacts/\(other)/unarchive")
    }

    private func searches() {
        for (field, comparator, value) in [
            ("email", "~", "b.c"), ("email", "=", .null), ("email", ">", 1),
            ("created_at", "=", .integer(TestEmulator.start)),
            ("nope", "=", "x"), ("role", "IN", ["user", "lead"]),
        ] as [(String, String, JSONValue)] {
            let query: JSONValue = ["field": .string(field), "operator": .string(comparator), "value": value]
            emulator.post("/contacts/search", ["query": query, "pagination": ["per_page": 1]])
            emulator.post("/contacts/search?include_merge_history=true", ["query": query])
        }
        _ = emulator.get("/contacts?per_page=1")
        _ = emulator.get("/contacts?starting_after=x")
    }

    private func strangers() {
        for target in ["/me", "/contacts", "/contacts/1", "/tags", "/data_attributes"] {
            _ = emulator.handle(EmulatorRequest(.get, target, token: nil))
            _ = emulator.handle(EmulatorRequest(.patch, target))
            _ = emulator.handle(EmulatorRequest(.get, target, accept: "text/html"))
        }
        emulator.core.add(Fault(.status(500, code: nil, message: nil)))
        _ = emulator.get("/me")
    }
}
