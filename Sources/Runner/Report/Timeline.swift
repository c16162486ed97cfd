/// How many records ended and how many calls were made when: in slots that get longer with the run, so that a run of ten
/// hours takes no more room than one of a second.
struct Timeline: Sendable {
    /// What happened in one slot.
    struct Slot: Sendable, Hashable {
        var outcomes: [RecordOutcome: Int] = [:]
        var calls = 0

        var records: Int { outcomes.values.reduce(0, +) }
    }

    /// There are never more slots.
    static let capacity = 120
    /// Seconds that a slot is long at first.
    static let shortest = 0.01

    private(set) var slots: [Slot] = []
    /// Seconds that each slot is long.
    private(set) var slotSeconds = Timeline.shortest
    /// Calls that are in slots.
    private(set) var calls = 0

    /// A record ended so many seconds after the beginning.
    mutating func note(_ outcome: RecordOutcome, at seconds: Double) {
        slots[slot(at: seconds)].outcomes[outcome, default: 0] += 1
    }

    /// So many calls have been made so many seconds after the beginning.
    mutating func note(calls total: Int, at seconds: Double) {
        guard total > calls else { return }
        slots[slot(at: seconds)].calls += total - calls
        calls = total
    }

    private mutating func slot(at seconds: Double) -> Int {
        let seconds = max(0, seconds)
        while seconds >= slotSeconds * Double(Self.capacity) { merge() }
        let index = min(Int(seconds / slotSeconds), Self.capacity - 1)
        while slots.count <= index { slots.append(Slot()) }
        return index
    }

    /// Makes one slot of every two.
    private mutating func merge() {
        slotSeconds *= 2
        slots = stride(from: 0, to: slots.count, by: 2).map { index in
            guard index + 1 < slots.count else { return slots[index] }
            var slot = slots[index]
            slot.calls += slots[index + 1].calls
            slot.outcomes.merge(slots[index + 1].outcomes, uniquingKeysWith: +)
            return slot
        }
    }
}
