public import Ledger

/// A run, and the ledger that it is in.
public struct KeptRun: Sendable {
    public var entry: RunEntry
    public var store: any LedgerStore
}

/// Why runs cannot be looked at as one.
public struct MergeRefusal: Error, Sendable, Hashable, CustomStringConvertible {
    public var description: String
}

/// The runs that took the shares of one input between them, looked at as one.
///
/// Of each ledger it takes the latest run and, where that took a share, the runs of the other shares. Where a share was run
/// more than once, or a run is in several ledgers, one of them counts: see ``leftOut``.
public struct MergedRun: Sendable {
    /// The runs that count, in the order of their shares.
    public private(set) var parts: [KeptRun] = []
    /// Runs that do not count, and why, without a full stop.
    public private(set) var leftOut: [(run: KeptRun, reason: String)] = []
    /// How many shares the input was divided into; 1 for a run that took all of it.
    public private(set) var shares = 1

    /// Shares of which there is no run.
    public var missing: [Int] {
        let found = Set(parts.map { $0.entry.share?.number ?? 1 })
        return (1...shares).filter { !found.contains($0) }
    }

    /// Whether every share was worked through.
    public var isComplete: Bool { missing.isEmpty && parts.allSatisfy { $0.entry.state == .complete } }

    /// Finds the runs in their ledgers.
    ///
    /// - Throws: `LedgerError`; ``MergeRefusal`` where there are none, or they are not of one whole.
    public init(of stores: [any LedgerStore]) async throws {
        var found: [KeptRun] = []
        for store in stores {
            let runs = try await store.runs(RunFilter())
            guard let latest = runs.first else { throw MergeRefusal(description: "there is no run in \(store.name)") }
            let mates = latest.share == nil ? [latest] : runs.filter { $0.whole == latest.whole }
            found += mates.map { KeptRun(entry: $0, store: store) }
        }
        guard let first = found.first else { throw MergeRefusal(description: "no ledger was named") }
        for other in found.dropFirst() where other.entry.whole != first.entry.whole {
            throw MergeRefusal(description: Self.difference(first, other))
        }
        shares = first.entry.whole.shares
        take(found)
    }

    private static func difference(_ one: KeptRun, _ other: KeptRun) -> String {
        let what =
            if one.entry.scriptDigest != other.entry.scriptDigest {
                "the scripts differ"
            } else if one.entry.workspace.key != other.entry.workspace.key {
                "they worked on different workspaces"
            } else {
                "they divided or read their input differently"
            }
        let places = [one, other].map { "run \($0.entry.id) in \($0.store.name)" }.joined(separator: " and ")
        return "\(places) are not of one whole: \(what)"
    }

    /// Chooses one run for each share.
    private mutating func take(_ found: [KeptRun]) {
        var chosen: [RunIdentifier: KeptRun] = [:]
        for run in found {
            guard let other = chosen[run.entry.id] else {
                chosen[run.entry.id] = run
                continue
            }
            let isLater = run.entry.touchedAt > other.entry.touchedAt
            chosen[run.entry.id] = isLater ? run : other
            leftOut.append((isLater ? other : run, "it is in \((isLater ? run : other).store.name) as it was later"))
        }
        let byShare = Dictionary(grouping: chosen.values) { $0.entry.share?.number ?? 1 }
        for (number, runs) in byShare.sorted(by: { $0.key < $1.key }) {
            let ranked = runs.sorted { Self.rank($0.entry) > Self.rank($1.entry) }
            parts.append(ranked[0])
            let what = shares == 1 ? "the input" : "share \(number)"
            leftOut += ranked.dropFirst().map { ($0, "run \(ranked[0].entry.id) took \(what) too, and counts") }
        }
        leaveOutOtherInputs()
    }

    /// Of the runs of one share that one counts which is complete, or else has begun last.
    private static func rank(_ run: RunEntry) -> (Int, Int64) { (run.state == .complete ? 1 : 0, run.startedAt) }

    /// Every share reads all of the input, so that those which came to its end read the same: what the last one read counts.
    private mutating func leaveOutOtherInputs() {
        let complete = parts.filter { $0.entry.state == .complete }
        guard let last = complete.max(by: { $0.entry.startedAt < $1.entry.startedAt }) else { return }
        let read = last.entry.inputs.map(\.read)
        let others = complete.filter { $0.entry.inputs.map(\.read) != read }
        let ids = Set(others.map(\.entry.id))
        parts.removeAll { ids.contains($0.entry.id) }
        leftOut += others.map { ($0, "it read another input than run \(last.entry.id)") }
    }
}
