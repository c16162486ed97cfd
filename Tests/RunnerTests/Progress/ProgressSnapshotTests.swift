import Ledger
import Runner
import Testing

/// The line that says how far a run is.
struct ProgressSnapshotTests {
    private static let whole: ProgressSnapshot = {
        var snapshot = ProgressSnapshot()
        snapshot.outcomes = [.created: 4400, .rejected: 112]
        snapshot.calls = 5120
        snapshot.budget = .init(left: 1520, limit: 1667)
        snapshot.rate = 868.4
        snapshot.expectedRecords = 10_000
        return snapshot
    }()

    @Test func saysItAllWhereThereIsRoom() {
        #expect(
            Self.whole.text()
                == "4,512 of 10,000 records (45 %) · 868/s · 7 s to go · 4,400 created, 112 rejected · 5,120 calls "
                + "· 1,520 of 1,667 left in this window")
    }

    @Test(arguments: [
        (100, "4,512 of 10,000 records (45 %) · 868/s · 7 s to go · 4,400 created, 112 rejected · 5,120 calls"),
        (90, "4,512 of 10,000 records (45 %) · 868/s · 7 s to go · 4,400 created, 112 rejected"),
        (72, "4,512 of 10,000 (45 %) · 868/s · 7 s to go · 4,400 created, 112 rejected"),
        (50, "4,512 of 10,000 (45 %) · 868/s · 7 s to go"), (38, "4,512 of 10,000 (45 %) · 7 s to go"),
        (25, "4,512 of 10,000 (45 %)"), (15, "4,512 of 10,000"), (6, "4,512"), (3, "4,5"), (0, ""), (-4, ""),
    ])
    func leavesOutWhatMattersLeast(columns: Int, text: String) {
        #expect(Self.whole.text(columns: columns) == text)
    }

    @Test func isNeverLongerThanAllowed() {
        for columns in 0...160 { #expect(Self.whole.text(columns: columns).count <= columns) }
    }

    /// What a ledger has of the input is how far it was read, which is ahead of what has ended.
    @Test func aLedgerKnowsTheTotalOfAQueueOnly() {
        var run = RunEntry(
            id: RunIdentifier("k7f3"), workspace: .init(kind: .emulator, key: "", name: ""), script: "",
            scriptDigest: [],
            inputs: [InputEntry(name: "a.csv", path: "a.csv", size: 600_000, read: .init(length: 327_680, digest: []))],
            invocation: "", startedAt: 0)
        run.outcomes = ["created": 926]
        #expect(ProgressSnapshot(run, rate: 10).text() == "926 records · 10/s · 926 created")
        run.waiting = 74
        #expect(
            ProgressSnapshot(run, rate: 10).text() == "926 of 1,000 records (92 %) · 10/s · 8 s to go · 926 created")
    }

    @Test func saysNothingOfWhatNobodyKnows() {
        var snapshot = ProgressSnapshot()
        #expect(snapshot.text() == "0 records · 0/s · 0 calls")
        snapshot.outcomes = [.created: 1]
        snapshot.rate = 0.6
        #expect(snapshot.text() == "1 record · 1/s · 1 created · 0 calls")
    }

    @Test(arguments: [
        (0.0, "0 s"), (0.2, "1 s"), (59.5, "1 min"), (250, "4 min 10 s"), (3600, "1 h"), (11_100, "3 h 5 min"),
        (1e12, "277777 h 46 min"),
    ])
    func timesAreWrittenForPeople(seconds: Double, text: String) {
        var snapshot = ProgressSnapshot()
        snapshot.outcomes = [.created: 1]
        snapshot.rate = 1
        snapshot.expectedRecords = 1 + Int(seconds.rounded(.up))
        #expect(snapshot.text().contains("· \(text) to go"), "\(snapshot.text())")
    }

    @Test(arguments: [(4000, "~4,600"), (9999, "~10,000"), (1_544_349, "~1,600,000"), (99, "~4,600")])
    func whatIsEstimatedIsSaidRoughly(expected: Int, text: String) {
        var snapshot = Self.whole
        snapshot.expectedRecords = expected
        snapshot.isEstimate = true
        #expect(snapshot.text().hasPrefix("4,512 of \(text) records ("))
    }

    @Test func whatIsEstimatedIsNeverLessThanWhatIsDone() {
        var snapshot = Self.whole
        snapshot.expectedRecords = 4000
        #expect(snapshot.text().hasPrefix("4,512 of 4,512 records (100 %)"))
    }
}
