import JSON
import Testing

@testable import Emulator

@Suite struct DataAttributeTests {
    private let emulator: TestEmulator

    init() throws { emulator = try TestEmulator() }

    private func create(_ name: String, _ type: String = "string", model: String = "contact") -> EmulatorAnswer {
        emulator.post(
            "/data_attributes", ["name": .string(name), "model": .string(model), "data_type": .string(type)])
    }

    @Test func list() throws {
        let all = try #require(emulator.get("/data_attributes?model=contact").value?["data"]?.array)
        #expect(all.count == 32 + 6)
        #expect(all.allSatisfy { $0["model"] == "contact" })
        #expect(all.first?["name"] == "role" && all.last?["name"] == "ios_sdk_version")
        let size = try #require(all.first { $0["name"] == "company_size" })
        #expect(size["data_type"] == "string" && size["options"]?.array?.count == 5, "a list answers as string")
        #expect(size["custom"] == true && size["id"]?.integer != nil)
        #expect(size["full_name"] == "custom_attributes.company_size")
        #expect(all.first { $0["name"] == "renewal_date" }?["data_type"] == "date", "datetime answers as date")
        #expect(all.first { $0["full_name"] == "location.country" }?["name"] == "country")
        #expect(all.first { $0["name"] == "owner_id" }?["data_type"] == "string")
        let old = emulator.get("/data_attributes?model=contact", version: "2.15").value?["data"]?.array
        #expect(old?.first { $0["name"] == "owner_id" }?["data_type"] == "integer")
        #expect(emulator.get("/data_attributes?model=company").value?["data"]?.array?.count == 16)
        #expect(emulator.get("/data_attributes").value?["data"]?.array?.count == 54)
    }

    @Test func modelsThatAreNot() {
        #expect(
            emulator.get("/data_attributes?model=conversation").error
                == "422 parameter_invalid model=conversation is no longer supported. Use GET /conversations/attributes instead"
        )
        #expect(emulator.get("/data_attributes?model=x").status == 400)
    }

    @Test func create() throws {
        let answer = emulator.post(
            "/data_attributes",
            ["name": "Mithril Shirt", "model": "contact", "data_type": "float", "description": "D"])
        let attribute = try #require(answer.value)
        #expect(answer.status == 200)
        #expect(attribute["full_name"] == "custom_attributes.Mithril Shirt" && attribute["label"] == "Mithril Shirt")
        #expect(attribute["description"] == "D" && attribute["data_type"] == "float" && attribute["admin_id"] == "1001")
        let contact = emulator.post("/contacts", ["email": "a@b.c", "custom_attributes": ["Mithril Shirt": 1.5]])
        #expect(contact.status == 200, "it can be written at once")
    }

    @Test func createList() {
        let body: JSONValue = [
            "name": "size", "model": "contact", "data_type": "options",
            "options": [["value": "S"], ["value": "L"]],
        ]
        #expect(emulator.post("/data_attributes", body).value?["options"] == ["S", "L"])
        for options: JSONValue in [.null, [["value": "S"]], [["x": "S"], ["x": "L"]], "S"] {
            let answer = emulator.post(
                "/data_attributes", ["name": "other", "model": "contact", "data_type": "options", "options": options])
            #expect(answer.errorCode == "parameter_invalid")
        }
    }

    @Test func refusals() {
        #expect(create("The One Ring", model: "company").status == 200)
        func message(_ noun: String) -> String {
            "400 parameter_invalid You already have 'The One Ring' in your company data. To save this as new \(noun) data, use a different name."
        }
        #expect(create("The One Ring", "integer").error == message("people"))
        #expect(create("The One Ring", model: "company").error == message("company"))
        #expect(create("email").errorMessage?.hasPrefix("You already have 'email' in your people data") == true)
        #expect(
            create("!nv@l!d n@me").errorMessage
                == "Your name for this attribute must only contain alphanumeric characters, currency symbols, and hyphens"
        )
        #expect(create("").status == 400)
        #expect(create("€ price-1_a").status == 200)
        #expect(create("x", "mithril").errorMessage == "Data Type isn't an option")
        #expect(
            create("x", model: "ring").errorMessage
                == "The Data Attribute model field must be either contact or company")
    }

    @Test func update() throws {
        let id = try #require(create("tier").value?["id"]?.integer)
        emulator.core.advanceClock(seconds: 5)
        let archived = emulator.put("/data_attributes/\(id)", ["archived": true, "description": "old"])
        #expect(archived.value?["archived"] == true && archived.value?["description"] == "old")
        #expect(archived.value?["updated_at"] == .integer(TestEmulator.start + 5))
        func isListed(_ query: String) -> Bool {
            emulator.get("/data_attributes?model=contact\(query)").value?["data"]?.array?
                .contains { $0["name"] == "tier" } == true
        }
        #expect(!isListed("") && isListed("&include_archived=true"))
        #expect(
            emulator.put("/data_attributes/999999", ["archived": true]).error
                == "404 field_not_found We couldn't find that data attribute to update")
        #expect(emulator.put("/data_attributes/x", [:]).status == 404)
        #expect(emulator.put("/data_attributes/\(id)", ["options": [["value": "a"], ["value": "b"]]]).status == 400)
    }

    @Test func dependentObject() throws {
        let id = try emulator.core.seed(["data_attributes": [["name": "used", "has_dependent_object": true]]])
            .dataAttributes[0]
        #expect(
            emulator.put("/data_attributes/\(id)", ["archived": true]).error
                == "422 data_invalid The Data Attribute you are trying to archive has a dependant object")
    }
}
