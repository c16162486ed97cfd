import Foundation
import Records
import Testing

@testable import Runner

/// The page of a report, as text.
struct ReportPageTests {
    private static let hostile = "</script><script>document.title='pwned'</script><img src=x onerror=alert(1)>\"'&"

    private static func description(_ name: String = "sync.lua") -> RunDescription {
        RunDescription(
            script: "scripts/\(name)", inputs: ["people.csv"], workspace: "an emulator",
            began: Date(timeIntervalSince1970: 1_700_000_000), program: "intercom-lua 1.2.3")
    }

    static func reject(_ record: Int, _ message: String = "no", original: String? = nil) -> RecordResult {
        var result = RecordResult(record: record, line: record + 1, source: "people.csv", outcome: .rejected)
        var problem = RecordResult.Problem(code: "attribute_type", message: message)
        problem.field = "custom_mappings.seats"
        result.problem = problem
        result.original = original
        return result
    }

    /// Writes the page of a run with these results.
    private static func page(
        _ results: [RecordResult], ending: RunSummary.Ending = .complete, error: String? = nil,
        description: RunDescription = description()
    ) throws -> String {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("report-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("report.html").path
        let file = try ReportFile(path: path, description, calls: { 7 }, seconds: { 0.5 })
        var summary = RunSummary()
        for result in results {
            summary.add(result)
            file.recordEnded(result)
        }
        summary.ending = ending
        summary.seconds = 1.5
        summary.calls = results.isEmpty ? 0 : 9
        summary.callsByEndpoint = ["POST /contacts/search": 2, "POST /contacts": 7]
        #expect(!FileManager.default.fileExists(atPath: path))
        try file.finish(summary, error: error)
        return try String(contentsOfFile: path, encoding: .utf8)
    }

    /// The list of rejected records.
    private static func list(in page: String) throws -> [[Any]] {
        let start = try #require(page.range(of: #"id="rejects">"#)).upperBound
        let end = try #require(page.range(of: "</script>")).lowerBound
        return try #require(try JSONSerialization.jsonObject(with: Data(page[start..<end].utf8)) as? [[Any]])
    }

    private static func created(_ record: Int) -> RecordResult {
        RecordResult(record: record, line: record + 1, source: "people.csv", outcome: .created)
    }

    @Test func saysWhatBecameOfTheRecords() throws {
        let page = try Self.page([
            Self.created(1), Self.created(2), Self.created(3), Self.reject(4, original: #"{"a":1}"#),
        ])
        for text in [
            "<title>sync.lua – run report</title>", "2023-11-14 22:13:20 UTC", "1.5 s", "<b>4</b> <span>records</span>",
            "<b>3</b> <span>created</span> <i>75 %</i>", "<b>1</b> <span>rejected</span> <i>25 %</i>",
            "<b>9</b> <span>API calls</span>", "Finished; 1 record needs attention",
            "<code>custom_mappings.seats</code>",
            "record 4<br><span class=\"note\">people.csv:5</span>", "<code>POST /contacts/search</code>",
            "This page may hold personal data", "intercom-lua 1.2.3", "<rect class=\"created\"",
            "<polyline class=\"calls\"",
        ] {
            #expect(page.contains(text), "\(text)")
        }
        let rejects = try Self.list(in: page)
        #expect(rejects.count == 1)
        #expect(rejects[0][0] as? Int == 4 && rejects[0][10] as? String == #"{"a":1}"#)
    }

    @Test func isWellFormed() throws {
        let page = try Self.page([Self.created(1), Self.reject(2, Self.hostile)])
        for name in [
            "html", "head", "body", "main", "section", "table", "tbody", "tr", "td", "svg", "ul", "footer", "script",
        ] {
            let opened = page.matches(of: try Regex("<\(name)[ >]")).count
            #expect(opened == page.matches(of: try Regex("</\(name)>")).count, "\(name)")
        }
    }

    @Test(arguments: [
        (RunSummary.Ending.complete, nil, "Finished; 1 record needs attention"),
        (.interrupted, nil, "Stopped before the end"), (.refused("Gone."), nil, "Intercom refused the token. Gone."),
        (.tooManyFailures(.percent(5)), nil, "Too many failures: 1, the limit is 5%"),
        (.complete, "disk <full>", "Ended by an error: disk &lt;full&gt;"),
    ])
    func saysHowTheRunEnded(ending: RunSummary.Ending, error: String?, text: String) throws {
        #expect(try Self.page([Self.reject(1)], ending: ending, error: error).contains(text))
    }

    @Test func aRunWithoutRecordsOrTroubleHasAPageToo() throws {
        #expect(try Self.page([]).contains("Nothing happened."))
        let page = try Self.page([Self.created(1)])
        #expect(page.contains("All well") && !page.contains("id=\"list\""))
        #expect(try Self.list(in: page).isEmpty)
    }

    /// Nothing of a record, a script or an error can become markup or code.
    @Test func hostileDataStaysText() throws {
        var description = Self.description(Self.hostile)
        description.inputs = [Self.hostile]
        description.workspace = Self.hostile
        var reject = Self.reject(1, Self.hostile, original: Self.hostile)
        reject.source = Self.hostile
        reject.problem?.field = Self.hostile
        reject.problem?.advice = Self.hostile
        var skipped = RecordResult(record: 2, line: 2, source: Self.hostile, outcome: .skipped)
        skipped.reason = Self.hostile
        let page = try Self.page([reject, skipped], error: Self.hostile, description: description)
        #expect(!page.contains("<img") && !page.contains("<script>document"))
        #expect(page.matches(of: #/<script/#).count == 2 && page.matches(of: #/<\/script>/#).count == 2)
        #expect(try Self.list(in: page)[0][6] as? String == Self.hostile)
    }

    /// Opened from a disk or served under the strictest policy, it asks for nothing.
    @Test func needsNothingFromOutside() throws {
        let page = try Self.page([Self.reject(1)])
        #expect(!page.contains("http://") && !page.contains("https://") && !page.contains("url("))
        #expect(page.matches(of: #/ (src|href)="(?!#|data:)/#).isEmpty)
        #expect(page.matches(of: #/ (style|on[a-z]+)="/#).isEmpty)
        #expect(page.contains("default-src 'none'"))
        #expect(page.matches(of: #/'sha256-[A-Za-z0-9+\/]{43}='/#).count == 2)
    }

    @Test func moreThanAPageCanHoldIsCountedAndSaid() throws {
        let many = ReportFile.rejectLimit + 5
        let page = try Self.page((1...many).map { Self.reject($0) })
        #expect(
            page.contains(
                "100,005 records were rejected or failed, too many for one page. The first 100,000 are listed"))
        #expect(page.matches(of: #/<tr>/#).count < 100)
        #expect(try Self.list(in: page).count == ReportFile.rejectLimit)
    }

    @Test func longTextsAreCut() throws {
        let long = String(repeating: "é", count: 5000)
        let page = try Self.page([Self.reject(1, original: long)])
        #expect((try Self.list(in: page)[0][10] as? String)?.count == ReportedReject.textLimit + 2)
        let just = String(repeating: "é", count: ReportedReject.textLimit)
        #expect(try Self.list(in: try Self.page([Self.reject(1, original: just)]))[0][10] as? String == just)
    }

    @Test func aFullDiskIsSaidAtTheEnd() throws {
        let file = try ReportFile(path: "/dev/full", Self.description(), calls: { 0 }, seconds: { 0 })
        file.recordEnded(Self.reject(1))
        #expect(throws: RecordsError.self) { try file.finish(RunSummary(), error: nil) }
        #expect(throws: RecordsError.self) {
            try ReportFile(path: "/nowhere/report.html", Self.description(), calls: { 0 }, seconds: { 0 })
        }
    }
}
