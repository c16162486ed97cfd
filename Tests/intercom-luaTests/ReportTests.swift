import Foundation
import Testing

extension EndToEnd {
    /// `run --report`: the page, as a browser shows it.
    @Suite struct ReportTests {
        private static let hostile = #"</script><script>document.title=`pwned`</script><img src=x onerror=alert(1)>"#

        /// A run in which every record is rejected but each tenth.
        private func report(_ folder: TemporaryFolder, records: Int) async throws -> String {
            let path = folder.path("report.html")
            let input = try folder.write(
                (1...records).map { "{\"n\":\($0),\"name\":\"\(Self.hostile.replacing("\"", with: "\\\""))\"}\n" }
                    .joined(),
                to: "people.ndjson")
            let script = try folder.write(
                """
                return function(row)
                  if row.n % 10 == 0 then
                    return intercom.upsert_contact { matching_field = "external_id", matching_value = row.n }
                  end
                  if row.n % 2 == 0 then error("no plan for " .. row.name, 0) end
                  return intercom.upsert_contact { matching_field = "email", matching_value = row.name }
                end
                """, to: "sync.lua")
            let result = try await Program.run(
                "run", script, input, "--emulator", "--quiet", "--report", path,
                environment: ["INTERCOM_ACCESS_TOKEN": "secret-token-0123456789"])
            #expect(result.status == 1, "\(result.errors)")
            return path
        }

        @Test func theTokenIsNotOnIt() async throws {
            let folder = try TemporaryFolder()
            let page = try String(contentsOfFile: try await report(folder, records: 10), encoding: .utf8)
            #expect(page.contains("9 records need attention"))
            #expect(!page.contains("secret") && !page.contains("6789"))
        }

        @Test(.enabled(if: Chromium.program != nil, "Chromium is not installed"))
        func aBrowserShowsItWithoutComplaint() async throws {
            let folder = try TemporaryFolder()
            let page = try await Chromium.open(try await report(folder, records: 1000), in: folder)
            #expect(page.console.isEmpty)
            #expect(page.document.contains("<title>sync.lua – run report</title>"))
            #expect(!page.document.contains("<img"))
            #expect(page.document.contains(#"aria-rowcount="900""#))
            #expect(page.document.contains("&lt;img src=x onerror=alert(1)&gt;"))
        }

        @Test(.enabled(if: Chromium.program != nil, "Chromium is not installed"))
        func recordsAreFound() async throws {
            let folder = try TemporaryFolder()
            let path = try await report(folder, records: 1000)
            let page = try await Chromium.open(path, fragment: "find=script_error%20%22n%22:998", in: folder)
            #expect(page.console.isEmpty)
            #expect(page.document.contains(#"aria-rowcount="1""#))
            #expect(page.document.contains(#"<output id="found" for="find">1 of 900</output>"#))
            let none = try await Chromium.open(path, fragment: "find=nobody%20%E4%A4", in: folder)
            #expect(none.console.isEmpty)
        }

        @Test(.enabled(if: Chromium.program != nil, "Chromium is not installed"))
        func aHundredThousandAreNoMoreWorkThanTen() async throws {
            let folder = try TemporaryFolder()
            let path = try await report(folder, records: 1000)
            // The list is made long here, for the run would take most of the time.
            let short = try String(contentsOfFile: path, encoding: .utf8)
            let start = try #require(short.range(of: #"id="rejects">["#)).upperBound
            let end = try #require(short.range(of: "]</script>")).lowerBound
            let list = String(short[start..<end])
            let long = short[..<start] + list + String(repeating: ",\n" + list, count: 111) + short[end...]
            try folder.write(String(long), to: "report.html")
            let page = try await Chromium.open(path, fragment: "find=97", in: folder)
            #expect(page.console.isEmpty)
            #expect(page.document.contains(" of 100,800</output>"))
            #expect(page.document.matches(of: #/role="row"/#).count < 60)
        }
    }
}
