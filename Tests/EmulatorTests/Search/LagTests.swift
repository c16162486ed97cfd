import JSON
import Testing

@testable import Emulator

@Suite struct LagTests {
    private let emulator: TestEmulator

    init() throws {
        emulator = try TestEmulator {
            $0.searchLag = 2.5
            $0.listLag = 20
        }
    }

    private func found(_ email: String) throws -> Int { try emulator.search("email", "=", .string(email)).count }
    private var listed: Int { emulator.get("/contacts").ids?.count ?? -1 }

    @Test func indexesLagAndReadsDoNot() throws {
        let id = try emulator.create(["external_id": "1", "email": "a@b.c"])
        #expect(emulator.get("/contacts/\(id)").status == 200)
        #expect(emulator.get("/contacts/find_by_external_id/1").status == 200)
        #expect(try found("a@b.c") == 0 && listed == 0)
        emulator.core.advanceClock(seconds: 2.4)
        #expect(try found("a@b.c") == 0)
        emulator.core.advanceClock(seconds: 0.1)
        #expect(try found("a@b.c") == 1 && listed == 0)
        emulator.core.advanceClock(seconds: 17.5)
        #expect(listed == 1)
    }

    @Test func changesAndArchivingLagToo() throws {
        let id = try emulator.create(["external_id": "1", "email": "a@b.c"])
        emulator.core.advanceClock(seconds: 60)
        emulator.put("/contacts/\(id)", ["email": "new@b.c"])
        emulator.post("/contacts/\(id)/tags", ["id": "2001"])
        let old = emulator.post("/contacts/search", ["query": ["field": "external_id", "operator": "=", "value": "1"]])
        #expect(old.value?["data"]?[0]?["email"] == "a@b.c")
        #expect(try found("new@b.c") == 0)
        emulator.core.advanceClock(seconds: 3)
        #expect(try found("new@b.c") == 1)
        #expect(try emulator.search("tag_id", "=", "2001").count == 1)
        emulator.post("/contacts/\(id)/archive")
        #expect(emulator.get("/contacts/\(id)").status == 404)
        #expect(try found("new@b.c") == 1, "a search still shows it")
        emulator.core.advanceClock(seconds: 3)
        #expect(try found("new@b.c") == 0 && listed == 1)
        emulator.core.advanceClock(seconds: 20)
        #expect(listed == 0)
    }

    @Test func conflictsDoNotLag() throws {
        _ = try emulator.create(["external_id": "1"])
        #expect(emulator.post("/contacts", ["external_id": "1"]).status == 409)
    }

    @Test func seedsAreShownAtOnce() throws {
        try emulator.core.seed(["contacts": [["email": "seed@b.c"]]])
        #expect(try found("seed@b.c") == 1 && listed == 1)
    }

    @Test func resetShowsTheStart() throws {
        _ = try emulator.create(["external_id": "1", "email": "a@b.c"])
        emulator.core.reset()
        emulator.core.advanceClock(seconds: 60)
        #expect(try found("a@b.c") == 0 && listed == 0)
    }
}
