internal import Ledger

/// What one worker has of a queued run: its lanes, how far it has taken records from each, and which of these have not ended
/// yet. A pure state machine; the database decides whose a lane is.
struct LaneBook: Sendable {
    private struct Lane: Sendable {
        /// The number of the last record taken.
        var after = 0
        /// Records taken that have not ended.
        var outstanding = 0
        /// Whether all of its records were taken.
        var isExhausted = false
        /// Whether it is to be given back when nothing of it is outstanding.
        var isLeaving = false
    }

    /// Records that may be outstanding at once.
    static let capacity = 128
    /// Lanes that a worker wants at least, so that records of enough people are at hand.
    static let enoughLanes = 32

    private var lanes: [Int: Lane] = [:]
    private var laneOf: [Int: Int] = [:]

    /// Records taken that have not ended.
    var outstanding: Int { laneOf.count }
    /// Records that may be taken now.
    var room: Int { max(0, Self.capacity - outstanding) }
    /// Lanes that are not being given back.
    private var kept: Int { lanes.values.count { !$0.isLeaving } }

    /// How many lanes to ask for, where a worker's fair share is so many.
    func missing(share: Int) -> Int { max(0, min(Self.enoughLanes - sources.count, share - kept)) }

    /// The lanes that records are taken from, with the last number taken.
    var sources: [(lane: Int, after: Int)] {
        lanes.filter { !$0.value.isExhausted && !$0.value.isLeaving }.map { ($0.key, $0.value.after) }
            .sorted { $0.lane < $1.lane }
    }

    /// Whether no record is to be had from the lanes that there are.
    var isExhausted: Bool { sources.isEmpty }

    /// Exhausted lanes all of whose records have ended.
    var done: [Int] { idle { $0.isExhausted } }
    /// Lanes to give back of which nothing is outstanding.
    var leaving: [Int] { idle { $0.isLeaving && !$0.isExhausted } }

    private func idle(_ condition: (Lane) -> Bool) -> [Int] {
        lanes.filter { $0.value.outstanding == 0 && condition($0.value) }.map(\.key).sorted()
    }

    /// Takes in which lanes the database says are this worker's.
    ///
    /// - Returns: those that are new.
    mutating func own(_ owned: [Int]) -> [Int] {
        let owned = Set(owned)
        for lane in lanes.keys where !owned.contains(lane) { lanes[lane] = nil }
        let new = owned.filter { lanes[$0] == nil }.sorted()
        for lane in new { lanes[lane] = Lane() }
        return new
    }

    /// Takes in records from lanes, as many as were asked for or all that there are.
    mutating func take(_ records: [QueuedRecord], from sources: [Int], asked: Int) {
        if records.count < asked {
            for lane in sources { lanes[lane]?.isExhausted = true }
        }
        for record in records {
            lanes[record.lane]?.after = record.number
            lanes[record.lane]?.outstanding += 1
            laneOf[record.number] = record.lane
        }
    }

    /// The lane of a record that was taken and has not ended.
    func lane(of record: Int) -> Int? { laneOf[record] }

    /// Takes in that records have ended.
    mutating func end(_ records: [Int]) {
        for record in records {
            guard let lane = laneOf.removeValue(forKey: record) else { continue }
            lanes[lane]?.outstanding -= 1
        }
    }

    /// The lanes beyond a fair share, those with the least outstanding first; a few more than that may stay, so that lanes do
    /// not go to and fro.
    func surplus(beyond share: Int) -> [Int] {
        guard kept > share + max(1, share / 4) else { return [] }
        let mine = lanes.filter { !$0.value.isLeaving && !$0.value.isExhausted }
        let least = mine.sorted { ($0.value.outstanding, $0.key) < ($1.value.outstanding, $1.key) }
        return least.prefix(kept - share).map(\.key)
    }

    /// Lanes were given back; if they are this worker's again after that, they are new to it.
    mutating func giveBack(_ lanes: [Int]) {
        for lane in lanes { self.lanes[lane] = nil }
    }

    /// Takes no more records from lanes.
    mutating func leave(_ lanes: [Int]) {
        for lane in lanes { self.lanes[lane]?.isLeaving = true }
    }
}
