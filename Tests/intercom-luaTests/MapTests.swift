import Foundation
import Testing

extension EndToEnd {
    /// `map`: transforms without network.
    @Suite struct MapTests {
        @Test func theExampleMakesARecordForEachPerson() async throws {
            let result = try await Program.run(
                "map", "scripts/examples/plans.lua", "scripts/examples/subscriptions.ndjson")
            #expect(result.status == 0)
            #expect(result.errors == "")
            struct Person: Decodable, Equatable {
                var email: String
                var plan: String
                var seats: Int
                var mrr: Double
                var trial: Bool
                var renewal_date: Int
            }
            let people = try result.lines.map { try JSONDecoder().decode(Person.self, from: Data($0.utf8)) }
            #expect(
                people.map(\.email) == [
                    "b.okonkwo@example.org", "accounts@okonkwo.example.org", "amelie.durand@example.com",
                    "fergus.oneill@example.com", "siobhan.byrne@example.com",
                ])
            #expect(
                people[2]
                    == Person(
                        email: "amelie.durand@example.com", plan: "pro", seats: 8, mrr: 152, trial: false,
                        renewal_date: 1_793_660_400))
            #expect(people.map(\.trial) == [false, false, false, true, true])
        }

        @Test func orderIsKept() async throws {
            let input = (1...20_000).map { #"{"n":\#($0)}"# }.joined(separator: "\n")
            let result = try await Program.run("map", "-e", "return row", "-", "--format", "ndjson", input: input)
            #expect(result.status == 0)
            #expect(result.output == input + "\n")
        }

        @Test func numbersTextAndOrderOfKeysStayWhatTheyAre() async throws {
            let line =
                #"{"z":9007199254740993,"a":1.0,"m":1e300,"s":"é\u0000","list":[],"object":{},"deep":{"y":1,"x":[true,null]}}"#
            let result = try await Program.run("map", "-e", "return row", "-", "--format", "ndjson", input: line)
            #expect(result.output.hasPrefix(#"{"z":9007199254740993,"a":1.0,"m":1e+300,"s":"é\u0000","list":[],"#))
            let before = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? NSDictionary
            let after = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? NSDictionary
            #expect(before == after)
        }

        @Test func oneLinersNameTheRecordRow() async throws {
            let result = try await Program.run(
                "map", "-e", "return { email = row.Email, zip = row.Zip }", "scripts/examples/leads.csv", "--limit", "2"
            )
            #expect(
                result.output == """
                    {"email":"amelie.durand@example.com","zip":"06000"}
                    {"email":"b.okonkwo@example.org","zip":"100001"}

                    """)
            #expect(result.status == 0)
        }

        @Test func aRecordThatFailsIsNamedAndTheOthersGoOn() async throws {
            let result = try await Program.run(
                "map", "-e", "return { n = row.n + 1 }", "-", "--format", "csv", input: "n,m\n1,a\nx,b\n3\n4,d\n")
            #expect(result.status == 1)
            #expect(result.output == "{\"n\":2}\n{\"n\":5}\n")
            try Golden.expect(result.errors, "map-rejects.txt")
        }

        @Test func nilAListAndARecordCanBeReturned() async throws {
            let result = try await Program.run(
                "map", "-e", "if row.n == 1 then return nil end if row.n == 2 then return {row, row} end return row",
                "-",
                "--format", "ndjson", input: "{\"n\":1}\n{\"n\":2}\n{\"n\":3}\n")
            #expect(result.output == "{\"n\":2}\n{\"n\":2}\n{\"n\":3}\n")
        }

        @Test func thereIsNoNetwork() async throws {
            let code = #"intercom.find_contact { matching_field = "email", matching_value = "a@example.com" }"#
            let result = try await Program.run("map", "-e", code, "-", "--format", "ndjson", input: "{}\n")
            #expect(result.status == 1)
            #expect(result.errors.contains("map has none"))
        }

        @Test func csvComesOutOfAFileNameOrAnOption() async throws {
            let folder = try TemporaryFolder()
            let first = try await Program.run(
                "map", "-e", "return { zip = row.Zip }", "scripts/examples/leads.csv", "--limit", "1", "--output",
                folder.path("out.csv"))
            #expect(first.status == 0 && first.output == "")
            #expect(try folder.contents(of: "out.csv").split(whereSeparator: \.isNewline) == ["zip", "06000"])
            let second = try await Program.run(
                "map", "-e", "return { zip = row.Zip }", "scripts/examples/leads.csv", "--limit", "1", "--to", "json")
            #expect(second.output.filter { !$0.isWhitespace } == #"[{"zip":"06000"}]"#)
        }
    }
}
