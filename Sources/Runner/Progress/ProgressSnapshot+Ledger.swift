public import Ledger

extension ProgressSnapshot {
    /// How a run is getting on, as far as its ledger tells: not how many calls it made.
    ///
    /// - Parameter rate: records that end in a second.
    public init(_ run: RunEntry, rate: Double) {
        self.init()
        self.rate = rate
        calls = nil
        for (word, count) in run.outcomes {
            if let outcome = RecordOutcome(rawValue: word) { outcomes[outcome] = count }
        }
        // How many records lie in the bytes that were read is not known: reading is far ahead of what has ended.
        if let waiting = run.waiting { expectedRecords = records + waiting }
    }
}
