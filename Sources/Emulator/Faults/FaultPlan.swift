/// The faults in force, and the dice they are thrown with.
struct FaultPlan: Sendable {
    /// A fault with what became of it.
    struct Entry: Sendable {
        let fault: Fault
        /// How many requests matched it, and how many it hit.
        var matches = 0
        var hits = 0

        var isSpent: Bool { fault.frequency.count.map { hits >= $0 } ?? false }
    }

    private(set) var entries: [Entry] = []
    private var dice = IdentifierGenerator(seed: 0)

    mutating func add(_ fault: Fault) { entries.append(Entry(fault: fault)) }

    /// Makes what chance decides repeatable.
    mutating func seed(_ seed: UInt64) { dice = IdentifierGenerator(seed: seed) }

    mutating func removeAll() { entries.removeAll() }

    /// The fault that hits a request: the first that matches it, is not spent and has its way with the dice.
    mutating func hit(_ request: EmulatorRequest, path: String, template: String) -> Fault? {
        for position in entries.indices {
            let fault = entries[position].fault
            guard !entries[position].isSpent, fault.match.matches(request, path: path, template: template) else {
                continue
            }
            entries[position].matches += 1
            guard entries[position].matches > fault.frequency.after else { continue }
            if fault.frequency.probability < 1, nextChance() >= fault.frequency.probability { continue }
            entries[position].hits += 1
            return fault
        }
        return nil
    }

    /// A number from 0 up to but not including 1.
    private mutating func nextChance() -> Double { Double(dice.nextRandom() >> 11) / 9_007_199_254_740_992 }
}
