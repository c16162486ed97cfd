import JSON
import Testing

@testable import Emulator

@Suite struct PagingTests {
    private let emulator: TestEmulator
    private let ids: [String]

    init() throws {
        emulator = try TestEmulator()
        var ids: [String] = []
        for number in 0..<25 {
            ids.append(
                try emulator.create([
                    "external_id": .integer(Int64(number)), "name": number % 5 == 4 ? .null : .string("n\(number % 3)"),
                    "custom_attributes": ["seats": .integer(Int64(number % 4))],
                ]))
            emulator.core.advanceClock(seconds: 1)
        }
        self.ids = ids
    }

    private func listed(_ query: String) -> (pages: Int, ids: [String]) {
        var ids: [String] = []
        var pages = 0
        var cursor = ""
        repeat {
            let value = emulator.get("/contacts?\(query)\(cursor)").value
            ids += value?["data"]?.array?.compactMap { $0["id"]?.string } ?? []
            pages += 1
            let next = value?["pages"]?["next"]?["starting_after"]?.string
            cursor = next.map { "&starting_after=" + $0.replacing("=", with: "%3D").replacing("+", with: "%2B") } ?? ""
        } while !cursor.isEmpty && pages < 30
        return (pages, ids)
    }

    private func searched(_ extra: JSONObject, perPage: Int64) throws -> (pages: Int, ids: [String]) {
        var ids: [String] = []
        var pages = 0
        var pagination: JSONObject = ["per_page": .integer(perPage)]
        while pages < 30 {
            var body: JSONObject = [
                "query": ["field": "role", "operator": "=", "value": "user"], "pagination": .object(pagination),
            ]
            for (key, value) in extra { body[key] = value }
            let value = try #require(emulator.post("/contacts/search", .object(body)).value)
            ids += value["data"]?.array?.compactMap { $0["id"]?.string } ?? []
            pages += 1
            #expect(value["total_count"] == 25)
            #expect(value["pages"]?["page"] == .integer(Int64(pages)))
            guard let next = value["pages"]?["next"] else { break }
            #expect(next["page"] == .integer(Int64(pages + 1)))
            pagination["starting_after"] = next["starting_after"]
        }
        return (pages, ids)
    }

    @Test func listDefault() throws {
        let value = try #require(emulator.get("/contacts").value)
        #expect(value["type"] == "list")
        #expect(value["data"]?.array?.count == 10)
        #expect(value["total_count"] == 25)
        #expect(value["pages"]?["per_page"] == 10 && value["pages"]?["total_pages"] == 3)
        #expect(value["pages"]?["type"] == "pages" && value["pages"]?["page"] == 1)
    }

    @Test func emptyAnswers() throws {
        let empty = try TestEmulator()
        let search = empty.post("/contacts/search", ["query": ["field": "email", "operator": "=", "value": "a@b.c"]])
        #expect(
            String(decoding: search.body, as: UTF8.self)
                == #"{"type":"list","data":[],"total_count":0,"pages":{"type":"pages","page":1,"per_page":50,"total_pages":0}}"#
        )
        #expect(
            empty.get("/contacts").value?["pages"] == ["type": "pages", "page": 1, "per_page": 10, "total_pages": 0])
    }

    @Test func listWalks() {
        #expect(listed("per_page=10").ids == ids)
        #expect(listed("per_page=5").pages == 5, "no empty page at the end")
        #expect(listed("per_page=150") == (1, ids))
    }

    @Test func listByNumber() {
        #expect(emulator.get("/contacts?per_page=10&page=3").ids == Array(ids[20...]))
        #expect(emulator.get("/contacts?per_page=10&page=4").ids == [])
        #expect(emulator.get("/contacts?per_page=10&page=99999999999").ids == [])
    }

    @Test func listSurvivesChanges() {
        let first = emulator.get("/contacts?per_page=10").value
        let cursor = first?["pages"]?["next"]?["starting_after"]?.string?.replacing("=", with: "%3D") ?? ""
        emulator.delete("/contacts/\(ids[3])")
        emulator.delete("/contacts/\(ids[9])")
        #expect(emulator.get("/contacts?per_page=10&starting_after=\(cursor)").ids == Array(ids[10..<20]))
    }

    @Test(arguments: [
        "per_page=151", "per_page=0", "per_page=-1", "per_page=x", "starting_after=None", "starting_after=W10=",
    ])
    func invalidParameters(query: String) {
        #expect(emulator.get("/contacts?\(query)").status == 400)
    }

    @Test func badCursorSaysSo() {
        #expect(
            emulator.get("/contacts?starting_after=x").error
                == "400 client_error Invalid starting_after param. Please try again using a starting_after value from a paginated response"
        )
    }

    @Test func searchWalks() throws {
        #expect(try searched([:], perPage: 10) == (3, ids))
        #expect(try searched([:], perPage: 25) == (1, ids))
    }

    @Test(arguments: ["ascending", "descending"])
    func sortedSearchWalks(order: String) throws {
        for field in ["name", "created_at", "custom_attributes.seats", "has_hard_bounced"] {
            let sort: JSONValue = ["field": .string(field), "order": .string(order)]
            let (pages, found) = try searched(["sort": sort], perPage: 7)
            #expect(pages == 4)
            #expect(Set(found) == Set(ids) && found.count == 25, "\(field): none twice, none missing")
            let whole = try searched(["sort": sort], perPage: 150).ids
            #expect(found == whole, "\(field): the pages are parts of one order")
        }
    }

    @Test func sortOrders() throws {
        let byTime = try searched(["sort": ["field": "created_at", "order": "descending"]], perPage: 150).ids
        #expect(byTime == ids.reversed())
        let byName = try searched(["sort": ["field": "name", "order": "descending"]], perPage: 150).ids
        let names = byName.map { emulator.core.contact(id: $0)?.name }
        #expect(names.first == "n2" && names.suffix(5) == [nil, nil, nil, nil, nil], "no value comes last")
    }

    @Test func cursorIsThreeParts() throws {
        let cursor = try Cursor("WzE3NDczNjU1NTUwMDAsIjYzMTFhMTRkOWRiYzJjNGQ5NmU3MWJhNSIsMl0=")
        #expect(cursor.key == 1_747_365_555_000)
        #expect(cursor.contactID == "6311a14d9dbc2c4d96e71ba5" && cursor.page == 2)
        #expect(cursor.text == "WzE3NDczNjU1NTUwMDAsIjYzMTFhMTRkOWRiYzJjNGQ5NmU3MWJhNSIsMl0=")
    }
}
