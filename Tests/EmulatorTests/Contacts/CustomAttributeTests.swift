import JSON
import Testing

@testable import Emulator

@Suite struct CustomAttributeTests {
    private func create(_ name: String, _ value: JSONValue, in emulator: TestEmulator) -> EmulatorAnswer {
        emulator.post("/contacts", ["role": "lead", "custom_attributes": .object([name: value] as JSONObject)])
    }

    @Test(arguments: ["nope", "Plan", "industry"])
    func unknown(name: String) throws {
        let emulator = try TestEmulator()
        #expect(
            create(name, "x", in: emulator).error
                == "400 parameter_invalid Custom attribute '\(name)' does not exist")
    }

    @Test(
        arguments: [
            (.ignore, nil, [:]), (.store, nil, ["plan": "pro"]),
            (.reject, "Custom attribute 'plan' does not exist", nil),
        ] as [(EmulatorBehaviour.ArchivedAttribute, String?, JSONValue?)])
    func archived(_ behaviour: EmulatorBehaviour.ArchivedAttribute, complaint: String?, stored: JSONValue?) throws {
        let emulator = try TestEmulator { $0.behaviour.archivedAttribute = behaviour }
        let id = try #require(emulator.core.workspace.attributes.custom(named: "plan", model: .contact)?.id)
        emulator.put("/data_attributes/\(id)", ["archived": true])
        let answer = create("plan", "pro", in: emulator)
        #expect(answer.errorMessage == complaint && answer.value?["custom_attributes"] == stored)
    }

    @Test(
        arguments: [
            ("plan", "pro", "pro"), ("seats", 3, 3), ("seats", 3.0, 3), ("mrr", 2.5, 2.5), ("mrr", 2, 2),
            ("trial", true, true), ("renewal_date", 1_700_000_000, 1_700_000_000), ("company_size", "1-10", "1-10"),
            ("plan", .null, .null), ("company_size", .null, .null),
        ] as [(String, JSONValue, JSONValue)])
    func fitting(name: String, value: JSONValue, stored: JSONValue) throws {
        let emulator = try TestEmulator()
        let answer = create(name, value, in: emulator)
        #expect(answer.value?["custom_attributes"] == .object([name: stored] as JSONObject))
    }

    private static let misfits: [(String, JSONValue)] = [
        ("plan", 3), ("plan", true), ("plan", ["a"]), ("seats", "3"), ("seats", 3.5), ("seats", true), ("mrr", "2"),
        ("trial", 1), ("trial", "true"), ("renewal_date", "2024-01-01"), ("company_size", "12"), ("company_size", 3),
    ]

    @Test(arguments: misfits)
    func misfitting(name: String, value: JSONValue) throws {
        let emulator = try TestEmulator()
        let answer = create(name, value, in: emulator)
        #expect(answer.status == 400)
        #expect(answer.errorCode == "parameter_invalid")
        #expect(answer.value?["errors"]?[0]?["field"] == .string("custom_attributes.\(name)"))
    }

    @Test(
        arguments: [
            ("plan", 3, "3"), ("seats", "3", 3), ("mrr", "2", 2.0), ("trial", "true", true),
            ("company_size", "12", "12"),
        ] as [(String, JSONValue, JSONValue)])
    func acceptedWhereConfigured(name: String, value: JSONValue, stored: JSONValue) throws {
        let emulator = try TestEmulator {
            $0.behaviour.attributeOfWrongType = .accept
            $0.behaviour.valueOutsideList = .accept
        }
        #expect(create(name, value, in: emulator).value?["custom_attributes"]?[name] == stored)
    }

    @Test func nothingIsStoredWhereOneIsWrong() throws {
        let emulator = try TestEmulator()
        let id = try emulator.create(["email": "a@b.c", "custom_attributes": ["plan": "free"]])
        let answer = emulator.put("/contacts/\(id)", ["name": "New", "custom_attributes": ["plan": "pro", "nope": 1]])
        #expect(answer.status == 400)
        #expect(emulator.core.contact(id: id)?.name == nil)
        #expect(emulator.core.contact(id: id)?.customAttributes == ["plan": "free"])
    }
}
