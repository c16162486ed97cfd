import JSON
import Testing

@testable import Intercom

@Suite struct AttributeCatalogTests {
    private static let listed: JSONValue = [
        "data": [
            ["name": "email", "data_type": "string"],
            ["id": 1, "name": "plan", "data_type": "string", "custom": true, "options": ["pro", "free"]],
            ["id": 2, "name": "seats", "data_type": "integer", "custom": true],
            ["id": 3, "name": "ratio", "data_type": "float", "custom": true],
            ["id": 4, "name": "vip", "data_type": "boolean", "custom": true],
            ["id": 5, "name": "renews_on", "data_type": "date", "custom": true],
            ["id": 6, "name": "note", "data_type": "string", "custom": true],
            ["id": 7, "name": "gone", "data_type": "string", "custom": true, "archived": true],
            ["id": 8, "name": "odd", "data_type": "something_new", "custom": true],
        ]
    ]

    private func check(_ name: String, _ value: AttributeValue) async throws -> Result<AttributeValue?, IntercomError> {
        let scripted = try ScriptedClient([.json(200, Self.listed)])
        let catalog = AttributeCatalog(scripted.client)
        do throws(IntercomError) {
            return .success(try await catalog.checked(attributes(name, value))[custom: name])
        } catch {
            return .failure(error)
        }
    }

    private func attributes(_ name: String, _ value: AttributeValue) -> ContactAttributes {
        var attributes = ContactAttributes()
        attributes[custom: name] = .some(value)
        return attributes
    }

    static let fine: [(String, AttributeValue, AttributeValue)] = [
        ("plan", "pro", "pro"), ("plan", nil, nil), ("seats", 3, 3), ("seats", 3.0, 3), ("ratio", 3, 3),
        ("ratio", 0.5, 0.5), ("vip", true, true), ("renews_on", 1_700_000_000, 1_700_000_000), ("note", "", ""),
        ("odd", 1, 1), ("odd", "x", "x"), ("gone", "x", "x"), ("gone", nil, nil),
        ("order", .json(["21"]), .json(["21"])),
    ]

    @Test(arguments: fine.indices)
    func valuesThatFitPass(_ index: Int) async throws {
        let (name, value, sent) = Self.fine[index]
        #expect(try await check(name, value).get() == .some(sent))
    }

    static let wrong: [(String, AttributeValue, IntercomError.Code)] = [
        ("plan", "prp", .attributeType), ("plan", 1, .attributeType), ("seats", "3", .attributeType),
        ("seats", 1.5, .attributeType), ("seats", true, .attributeType), ("ratio", "0.5", .attributeType),
        ("vip", "true", .attributeType), ("vip", 1, .attributeType), ("renews_on", "2026-01-01", .attributeType),
        ("renews_on", 1_700_000_000_000, .attributeType), ("note", 5, .attributeType), ("gone", 5, .attributeType),
        ("plna", "pro", .unknownAttribute), ("email", "a@b.c", .unknownAttribute),
    ]

    @Test(arguments: wrong.indices)
    func valuesThatDoNotAreNamed(_ index: Int) async throws {
        let (name, value, code) = Self.wrong[index]
        guard case .failure(let error) = try await check(name, value) else {
            Issue.record("\(name) took \(value)")
            return
        }
        #expect(error.code == code && error.field?.hasSuffix(name) == true)
        #expect(error.message.contains("\"\(name)\""))
    }

    @Test func archivedOnesAreWarnedAboutOnce() async throws {
        let scripted = try ScriptedClient([.json(200, Self.listed)])
        let warned = Shared<[String]>([])
        let catalog = AttributeCatalog(
            scripted.client, warn: { attribute in warned.update { $0.append(attribute.name) } })
        for name in ["note", "gone", "gone"] { _ = try await catalog.checked(attributes(name, "x")) }
        #expect(await intercomError { try await catalog.checked(attributes("gone", 5)) }?.code == .attributeType)
        #expect(warned.value == ["gone"])
        #expect(await catalog.archivedInUse.map(\.name) == ["gone"])
    }

    @Test func theNearestNameIsSuggested() async throws {
        guard case .failure(let error) = try await check("seat", 3) else { return }
        #expect(error.advice == "Did you mean \"seats\"?")
    }

    @Test func theListIsFetchedOnceForAll() async throws {
        let scripted = try ScriptedClient([.json(200, Self.listed)])
        let catalog = AttributeCatalog(scripted.client)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<20 { group.addTask { _ = try await catalog.checked(ContactAttributes(custom: ["seats": 3])) } }
            try await group.waitForAll()
        }
        _ = try await catalog.checked(ContactAttributes(name: "Ada"))
        #expect(scripted.transport.calls.count == 1)
    }

    @Test func missingAttributesAreCreatedOnceWhereAskedFor() async throws {
        let scripted = try ScriptedClient([
            .json(200, Self.listed),
            .json(200, ["id": 9, "name": "fresh", "data_type": "integer", "custom": true]),
        ])
        let catalog = AttributeCatalog(scripted.client, createsMissing: true)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<10 { group.addTask { _ = try await catalog.checked(ContactAttributes(custom: ["fresh": 3])) } }
            try await group.waitForAll()
        }
        #expect(scripted.transport.calls.map(\.method) == [.get, .post])
        let error = await intercomError { try await catalog.checked(ContactAttributes(custom: ["fresh": "x"])) }
        #expect(error?.code == .attributeType)
    }

    @Test func aFailureIsTriedAgainTheNextTime() async throws {
        let scripted = try ScriptedClient([.error(403, "forbidden"), .json(200, Self.listed)])
        let catalog = AttributeCatalog(scripted.client)
        let error = await intercomError { try await catalog.all() }
        #expect(error?.code == .forbidden)
        #expect(try await catalog.all().count == 8)
    }
}
