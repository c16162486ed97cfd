import JSON
import Ledger
import Runner

/// The records of a run that can be taken up again, for whoever wants to see them first.
struct RetryText {
    private let selection: RetrySelection
    /// Records that can be taken up.
    private(set) var count = 0
    /// Those that cannot, for they were none when they were read.
    private var unreadableCount = 0

    /// - Throws: `LedgerError`.
    init(_ selection: RetrySelection) async throws {
        self.selection = selection
        var pages = selection.pages()
        while let page = try await pages.next() {
            let kept = page.count(where: \.isKept)
            count += kept
            unreadableCount += page.count - kept
        }
    }

    /// Says that there are some that cannot be taken up; nil where there are none.
    var unreadable: String? {
        guard unreadableCount > 0 else { return nil }
        let what =
            unreadableCount == 1
            ? "1 record could not be read as one" : "\(unreadableCount) records could not be read as such"
        return "\(what): mend the input and run it again.\n"
    }

    /// Lists the records: a line for each, or as `runs rejects` has them.
    ///
    /// - Throws: `LedgerError`.
    func list(isJSON: Bool) async throws {
        var pages = selection.pages()
        while let page = try await pages.next() {
            let kept = page.filter(\.isKept)
            let text = isJSON ? kept.map { $0.reject + "\n" }.joined() : table(kept)
            if !Terminal.standardOutput.write(text) { return }
        }
        let parent = selection.parent
        let words = selection.outcomes.map(\.rawValue).joined(separator: " or ")
        if count > 0 {
            Terminal.standardError.write("\(SummaryText.count(count, "record")) of run \(parent.id) to take up.\n")
        } else {
            Terminal.standardError.write("Run \(parent.id) has no \(words) record to take up.\n")
        }
        if let unreadable { Terminal.standardError.write(unreadable) }
        for run in selection.earlier {
            Terminal.standardError.write("Run \(run.id) has taken up records of it: \(run.outcomeText).\n")
        }
        let rejected = parent.outcomes[RecordOutcome.rejected.rawValue] ?? 0
        if rejected > 0, !selection.outcomes.contains(.rejected) {
            Terminal.standardError.write(
                "\(SummaryText.count(rejected, "record")) of it \(rejected == 1 ? "was" : "were") rejected: --rejected takes those up too.\n"
            )
        }
    }

    private func table(_ records: [RecordEntry]) -> String {
        let rows = records.map { record in
            [
                "record \(record.number)", "\(record.source ?? ""):\(record.line)", record.outcome,
                record.problem?.code ?? "", record.problem?.message ?? "",
            ]
        }
        return rows.isEmpty ? "" : TextTable(rows).text
    }
}
