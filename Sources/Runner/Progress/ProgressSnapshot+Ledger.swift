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
        if let waiting = run.waiting {
            expectedRecords = records + waiting
            return
        }
        let sizes = run.inputs.compactMap(\.size)
        let read = run.inputs.reduce(0) { $0 + $1.read.length }
        guard sizes.count == run.inputs.count, read > 0 else { return }
        // What has been read but has not ended is counted as if it were still to be read.
        let input = InputProgress(
            records: records, bytes: Int(read), totalBytes: Int(sizes.reduce(0, +)), isComplete: false)
        expectedRecords = input.expectedRecords
        isEstimate = true
    }
}
