import EmulatorTesting
import Intercom
import JSON
import Runner
import Synchronization
import Testing

/// In which order records are carried out and reported.
struct RecordOrderTests {
    /// Rows of five people, mixed up, each row with a number.
    private static let rows = (1...250).map { (person: "p\($0 * 7919 % 5)@acme.io", number: $0) }

    /// Makes requests overtake each other.
    private static func shuffling() throws -> EmulatedWorkspace {
        let turn = Mutex(0)
        return try EmulatedWorkspace { _ in
        } willSend: { _ in
            let yields = turn.withLock { turn in
                turn += 1
                return turn * 7919 % 23
            }
            for _ in 0..<yields { await Task.yield() }
        }
    }

    @Test(arguments: [1, 7, 400])
    func theLastRowOfAPersonWins(inFlight: Int) async throws {
        let bench = try RunBench(Self.shuffling())
        let input = "email,name\n" + Self.rows.map { "\($0.person),\($0.number)\n" }.joined()
        let report = try await bench.run(upsertByEmail, over: input) { $0.recordsInFlight = inFlight }
        #expect(report.summary.outcomes == [.created: 5, .updated: 245])
        for (person, rows) in Dictionary(grouping: Self.rows, by: \.person) {
            #expect(try bench.workspace.person(person).name == rows.last.map { String($0.number) })
        }
        // Not only the last: each contact was written in the order of the rows.
        var last: [String: Int] = [:]
        for request in bench.workspace.core.requests where request.method == .put {
            let number = (try? JSONValue(parsing: request.body))?["name"]?.string.flatMap { Int($0) } ?? 0
            #expect(number > last[request.path] ?? 0)
            last[request.path] = number
        }
    }

    /// What several operations of a row do is not mixed with what the next row of the person does.
    @Test(arguments: [2, 400])
    func aRowsOperationsAreDoneBeforeTheNextRowsBegin(inFlight: Int) async throws {
        let bench = try RunBench(Self.shuffling())
        let input = "email\n" + (1...60).map { "p\($0 % 3)@acme.io\n" }.joined()
        let report = try await bench.run(
            """
            return function(row)
              local known = intercom.find_contact { matching_field = "email", matching_value = row.email }
              local count = known and tonumber(known.name) or 0
              intercom.upsert_contact { matching_field = "email", matching_value = row.email, mappings = { phone = "+1" .. count } }
              intercom.upsert_contact {
                matching_field = "email", matching_value = row.email, mappings = { name = tostring(count + 1) },
              }
            end
            """, over: input
        ) { $0.recordsInFlight = inFlight }
        #expect(report.summary.records == 60)
        #expect(bench.workspace.core.contacts.map(\.name).sorted { $0 ?? "" < $1 ?? "" } == ["20", "20", "20"])
    }

    /// Two rows that each come to the other's person second.
    @Test func rowsThatCrossEachOtherComeToAnEnd() async throws {
        let bench = try RunBench(Self.shuffling())
        let input = "one,other\n" + (1...40).map { $0 % 2 == 0 ? "a,b\n" : "b,a\n" }.joined()
        let report = try await bench.run(
            """
            return function(row)
              for _, name in ipairs { row.one, row.other } do
                intercom.upsert_contact { matching_field = "external_id", matching_value = name, mappings = { name = name } }
              end
            end
            """, over: input)
        #expect(report.summary.records == 40)
        #expect(bench.workspace.core.contacts.count == 2)
    }

    @Test func spellingsOfAnEmailAreOnePerson() async throws {
        let bench = try RunBench(Self.shuffling())
        let input = "email,name\n" + (1...50).map { "\($0 % 2 == 0 ? "Ada" : "ADA")@acme.io,\($0)\n" }.joined()
        let report = try await bench.run(upsertByEmail, over: input)
        #expect(report.summary.outcomes == [.created: 1, .updated: 49])
        #expect(bench.workspace.core.contacts.map(\.name) == ["50"])
    }

    /// A new row's search waits for the old row's write.
    @Test func aRowThatLooksFirstSeesTheRowBefore() async throws {
        let bench = try RunBench(Self.shuffling())
        let report = try await bench.run(
            """
            return function(row)
              if row.kind == "write" then
                intercom.upsert_contact { matching_field = "email", matching_value = row.email, mappings = { name = row.kind } }
              else
                local contact = intercom.find_contact { matching_field = "email", matching_value = row.email }
                print(row.email, contact and contact.name or "nobody")
              end
            end
            """,
            over: "email,kind\n" + (1...40).map { "p\($0)@acme.io,write\np\($0)@acme.io,read\n" }.joined())
        #expect(report.output.count == 40)
        #expect(report.output.allSatisfy { $0.hasSuffix("\twrite") })
    }

    @Test func resultsComeInTheOrderOfTheRecords() async throws {
        let bench = try RunBench(Self.shuffling())
        let report = try await bench.run(
            """
            return function(row)
              if row.number % 3 == 0 then intercom.skip("third") end
              if row.number % 5 == 0 then error("fifth") end
              intercom.create_contact { mappings = { external_id = row.number } }
            end
            """, over: (1...200).map { #"{"number": \#($0)}"# + "\n" }.joined(), name: "in.ndjson")
        #expect(report.results.map(\.record) == Array(1...200))
        #expect(report.words == (1...200).map { $0 % 3 == 0 ? "skipped" : $0 % 5 == 0 ? "rejected" : "created" })
    }

    @Test func noMoreAreInFlightThanAllowed() async throws {
        let bench = try RunBench(Self.shuffling())
        let report = try await bench.run(
            """
            local running, most = 0, 0
            return {
              each = function(row)
                running = running + 1
                most = math.max(most, running)
                intercom.create_contact { mappings = { external_id = row.id } }
                running = running - 1
              end,
              finish = function() print(most) end,
            }
            """, over: "id\n" + (1...60).map { "\($0)\n" }.joined()
        ) { $0.recordsInFlight = 8 }
        #expect(report.output == ["8"])
    }

    /// Lookups of records that are in flight together go out together.
    @Test func lookupsAreGathered() async throws {
        let bench = try RunBench()
        let input = "email,name\n" + (1...300).map { "p\($0)@acme.io,P\n" }.joined()
        let report = try await bench.run(upsertByEmail, over: input)
        #expect(report.summary.count(.created) == 300)
        #expect(bench.workspace.calls["POST /contacts/search"] ?? 0 <= 6, "\(bench.workspace.calls)")
    }
}
