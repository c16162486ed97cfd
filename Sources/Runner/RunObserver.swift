/// Sees a run as it goes. Called on the thread of the scripts; it must not take long.
public protocol RunObserver: Sendable {
    /// A record has ended; in the order of the records.
    func recordEnded(_ result: RecordResult)
    /// A dry run found what the script would change apart from records.
    func changesPlanned(_ changes: [PlannedChange])
}

extension RunObserver {
    public func changesPlanned(_ changes: [PlannedChange]) {}
}
