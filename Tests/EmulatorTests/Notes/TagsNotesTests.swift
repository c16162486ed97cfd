import JSON
import Testing

@testable import Emulator

@Suite struct TagsNotesTests {
    private let emulator: TestEmulator
    private let id: String

    init() throws {
        emulator = try TestEmulator()
        id = try emulator.create(["email": "a@b.c"])
        emulator.core.advanceClock(seconds: 5)
    }

    // MARK: Tags

    @Test func tagsOfTheWorkspace() throws {
        #expect(
            emulator.get("/tags").value
                == [
                    "type": "list",
                    "data": [
                        ["type": "tag", "id": "2001", "name": "customer"],
                        ["type": "tag", "id": "2002", "name": "newsletter"],
                    ],
                ])
        let created = try #require(emulator.post("/tags", ["name": "vip"]).value)
        #expect(emulator.post("/tags", ["name": "vip"]).value == created, "the same name is the same tag")
        let tagID = try #require(created["id"]?.string)
        #expect(emulator.get("/tags/\(tagID)").value == created)
        #expect(emulator.post("/tags", ["id": .string(tagID), "name": "VIP"]).value?["name"] == "VIP")
        #expect(emulator.post("/tags", ["id": "999", "name": "x"]).error == "404 not_found Resource Not Found")
        #expect(emulator.post("/tags", [:]).status == 400)
    }

    @Test func attachAndDetach() {
        let attached: JSONValue = [
            "type": "tag", "id": "2001", "name": "customer", "applied_at": .integer(TestEmulator.start + 5),
            "applied_by": ["type": "admin", "id": "1001"],
        ]
        #expect(emulator.post("/contacts/\(id)/tags", ["id": "2001"]).value == attached)
        emulator.core.advanceClock(seconds: 5)
        #expect(emulator.post("/contacts/\(id)/tags", ["id": 2001]).value == attached, "twice is once")
        #expect(emulator.get("/contacts/\(id)/tags").value == ["type": "list", "data": [attached]])
        #expect(emulator.get("/contacts/\(id)").value?["updated_at"] == .integer(TestEmulator.start + 5))
        #expect(
            emulator.get("/contacts/\(id)/tags", version: "2.3").value?["data"]
                == [["type": "tag", "id": "2001", "name": "customer"]])
        #expect(emulator.delete("/contacts/\(id)/tags/2001").value == attached)
        #expect(emulator.get("/contacts/\(id)/tags").value?["data"] == [])
        #expect(emulator.delete("/contacts/\(id)/tags/2001").error == "404 not_found Resource Not Found")
    }

    @Test func whatIsNotThere() {
        #expect(emulator.post("/contacts/\(id)/tags", ["id": "9"]).error == "404 not_found Resource Not Found")
        #expect(emulator.post("/contacts/nope/tags", ["id": "2001"]).error == "404 not_found User Not Found")
        #expect(emulator.get("/contacts/nope/tags").error == "404 not_found User Not Found")
        #expect(emulator.delete("/contacts/nope/tags/2001").error == "404 not_found User Not Found")
        #expect(emulator.post("/contacts/\(id)/tags", [:]).errorCode == "parameter_not_found")
    }

    @Test func taggingManyAndDeleting() throws {
        let other = try emulator.create(["email": "x@b.c"])
        let users: JSONValue = [["id": .string(id)], ["id": .string(other)]]
        #expect(emulator.post("/tags", ["name": "customer", "users": users]).value?["id"] == "2001")
        #expect(try emulator.search("tag_id", "=", "2001") == [id, other])
        emulator.post("/tags", ["name": "customer", "users": [["id": .string(id), "untag": true]]])
        #expect(try emulator.search("tag_id", "=", "2001") == [other])
        #expect(emulator.delete("/tags/2001").status == 200)
        #expect(emulator.core.contact(id: other)?.tags.isEmpty == true)
        #expect(emulator.delete("/tags/2001").status == 404)
    }

    // MARK: Notes

    @Test func notes() throws {
        let first = try #require(emulator.post("/contacts/\(id)/notes", ["body": "Hello"]).value)
        #expect(first["type"] == "note" && first["body"] == "<p>Hello</p>")
        #expect(first["contact"] == ["type": "contact", "id": .string(id)])
        #expect(first["author"]?["id"] == "1001")
        let second = emulator.post("/contacts/\(id)/notes", ["body": "<b>Hi</b>", "admin_id": 1002])
        #expect(second.value?["body"] == "<b>Hi</b>" && second.value?["author"]?["name"] == "Ben Example")
        let list = try #require(emulator.get("/contacts/\(id)/notes").value)
        #expect(list["data"]?[0] == second.value && list["data"]?[1] == first, "the newest comes first")
        #expect(list["total_count"] == 2)
        #expect(list["pages"] == ["type": "pages", "next": .null, "page": 1, "per_page": 50, "total_pages": 1])
        #expect(emulator.get("/contacts/\(id)/notes?per_page=1&page=2").value?["data"] == [first])
        #expect(emulator.get("/notes/\(first["id"]?.string ?? "")").value == first)
        #expect(emulator.get("/contacts/\(id)").value?["notes"]?["total_count"] == 2)
    }

    @Test func notesThatCannotBe() {
        #expect(emulator.post("/contacts/nope/notes", ["body": "x"]).error == "404 not_found User Not Found")
        #expect(
            emulator.post("/contacts/\(id)/notes", ["body": "x", "admin_id": "1"]).error
                == "404 not_found Resource Not Found")
        #expect(emulator.post("/contacts/\(id)/notes", [:]).errorCode == "parameter_not_found")
        #expect(emulator.get("/contacts/nope/notes").status == 404)
        #expect(emulator.get("/notes/nope").status == 404)
    }
}
