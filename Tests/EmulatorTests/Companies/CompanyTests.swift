import JSON
import Testing

@testable import Emulator

@Suite struct CompanyTests {
    private let emulator: TestEmulator
    private let contact: String

    init() throws {
        emulator = try TestEmulator()
        contact = try emulator.create(["email": "a@b.c"])
    }

    private func company(_ companyID: String) throws -> String {
        try #require(emulator.post("/companies", ["company_id": .string(companyID)]).value?["id"]?.string)
    }

    @Test func createAndUpdate() throws {
        let created = try #require(
            emulator.post(
                "/companies",
                [
                    "company_id": "acme", "name": "Acme", "plan": "Pro", "size": 85, "website": "https://acme.org",
                    "industry": "Tools", "monthly_spend": 49.5, "remote_created_at": 5,
                ]
            ).value)
        #expect(created["type"] == "company" && created["name"] == "Acme" && created["plan"]?["name"] == "Pro")
        #expect(created["monthly_spend"] == 49 && created["user_count"] == 0)
        emulator.core.advanceClock(seconds: 5)
        let updated = try #require(emulator.post("/companies", ["company_id": "acme", "name": "ACME"]).value)
        #expect(updated["id"] == created["id"] && updated["name"] == "ACME" && updated["size"] == 85)
        #expect(updated["updated_at"] == .integer(TestEmulator.start + 5))
        let id = updated["id"]?.string ?? ""
        #expect(emulator.put("/companies/\(id)", ["size": 3]).value?["size"] == 3)
        #expect(emulator.get("/companies/\(id)").value?["size"] == 3)
        #expect(emulator.get("/companies?company_id=acme").value?["id"]?.string == id)
        #expect(emulator.get("/companies?name=ACME").value?["id"]?.string == id)
        #expect(emulator.get("/companies?company_id=other").error == "404 company_not_found Company Not Found")
        #expect(emulator.get("/companies").value?["total_count"] == 1)
        #expect(emulator.post("/companies/list").value?["total_count"] == 1)
        #expect(emulator.post("/companies", [:]).errorCode == "parameter_not_found")
        let unknown = emulator.post("/companies", ["company_id": "x", "custom_attributes": ["nope": 1]])
        #expect(unknown.errorMessage == "Custom attribute 'nope' does not exist")
    }

    @Test func attachAndDetach() throws {
        let id = try company("acme")
        let attached = emulator.post("/contacts/\(contact)/companies", ["id": .string(id)])
        #expect(attached.status == 200 && attached.value?["user_count"] == 1)
        #expect(emulator.post("/contacts/\(contact)/companies", ["id": .string(id)]).value?["user_count"] == 1)
        #expect(emulator.get("/contacts/\(contact)").value?["companies"]?["data"]?[0]?["id"]?.string == id)
        let list = emulator.get("/contacts/\(contact)/companies").value
        #expect(list?["data"]?[0]?["company_id"] == "acme" && list?["total_count"] == 1)
        #expect(emulator.get("/companies/\(id)/contacts").ids == [contact])
        #expect(emulator.delete("/contacts/\(contact)/companies/\(id)").value?["user_count"] == 0)
        #expect(emulator.delete("/contacts/\(contact)/companies/\(id)").errorCode == "company_not_found")
        #expect(emulator.get("/companies/\(id)/contacts").ids == [])
    }

    @Test func whatIsNotThere() throws {
        let id = try company("acme")
        #expect(
            emulator.post("/contacts/\(contact)/companies", [:]).error
                == "400 parameter_not_found company not specified")
        #expect(
            emulator.post("/contacts/\(contact)/companies", ["id": "x"]).error
                == "404 company_not_found Company Not Found")
        #expect(
            emulator.post("/contacts/nope/companies", ["id": .string(id)]).error == "404 not_found User Not Found")
        #expect(emulator.delete("/contacts/nope/companies/\(id)").error == "404 not_found User Not Found")
        #expect(emulator.get("/companies/nope/contacts").errorCode == "company_not_found")
        #expect(emulator.get("/companies/nope").errorCode == "company_not_found")
    }

    @Test func atMostAThousand() throws {
        let companies = (0...1000).map { JSONValue.object(["company_id": .string("c\($0)")] as JSONObject) }
        let ids = try emulator.core.seed(["companies": .array(companies)]).companies
        for id in ids.prefix(1000) {
            #expect(emulator.post("/contacts/\(contact)/companies", ["id": .string(id)]).status == 200)
        }
        #expect(
            emulator.post("/contacts/\(contact)/companies", ["id": .string(ids[1000])]).error
                == "400 contact_company_limit_exceeded Contact has reached the maximum of 1000 company associations")
    }

    @Test func deleting() throws {
        let first = try company("first")
        let second = try company("second")
        for id in [first, second] { emulator.post("/contacts/\(contact)/companies", ["id": .string(id)]) }
        #expect(emulator.delete("/companies/\(first)").value?["deleted"] == true)
        #expect(emulator.core.contact(id: contact)?.companies == [second])
        #expect(emulator.get("/companies/\(second)").value?["company_id"] == "second")
        #expect(emulator.delete("/companies/\(first)").status == 404)
    }

    @Test func mergeKeepsCounts() throws {
        let both = try company("both")
        let leads = try company("leads")
        let lead = try emulator.create(["role": "lead", "email": "a@b.c"])
        for id in [both, leads] { emulator.post("/contacts/\(lead)/companies", ["id": .string(id)]) }
        emulator.post("/contacts/\(contact)/companies", ["id": .string(both)])
        emulator.post("/contacts/merge", ["from": .string(lead), "into": .string(contact)])
        #expect(emulator.get("/companies/\(both)").value?["user_count"] == 1)
        #expect(emulator.get("/companies/\(leads)").value?["user_count"] == 1)
    }
}
