import Runner
import Synchronization

/// Says which records were left out, and why: each of the first, and then each kind of error once.
final class MapComplaints: Sendable {
    /// So many are named one by one.
    static let namedAtMost = 10

    private let isSilent: Bool
    private let count = Mutex(0)

    /// - Parameter isSilent: whether nothing is said, for whoever reads the output finds the records in it.
    init(isSilent: Bool) { self.isSilent = isSilent }

    func add(_ result: RecordResult) {
        if isSilent { return }
        let number = count.withLock { count in
            count += 1
            return count
        }
        if number <= Self.namedAtMost { Terminal.standardError.write(Self.text(result) + "\n") }
    }

    /// Groups what was not named.
    func finish(_ summary: RunSummary) {
        let count = count.withLock { $0 }
        guard count > Self.namedAtMost else { return }
        var text = "… and \(count - Self.namedAtMost) more. All of them, by what is wrong:\n"
        for group in summary.groups.sorted(by: { ($1.count, $0.record) < ($0.count, $1.record) }) {
            let times = group.count == 1 ? "once, at" : "\(group.count) times, first at"
            text += "  \(times) record \(group.record) (\(group.source):\(group.line)): \(group.problem.message)\n"
        }
        Terminal.standardError.write(text)
    }

    static func text(_ result: RecordResult) -> String {
        "\(result.source):\(result.line): record \(result.record): \(result.problem?.message ?? "failed")"
    }
}
