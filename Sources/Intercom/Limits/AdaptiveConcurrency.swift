/// How many calls may be in flight: halves on signs of overload, at most once a second, and grows back by one for every
/// round of calls that go well.
struct AdaptiveConcurrency: Sendable {
    private(set) var maximum: Int
    private var allowed: Double
    private var lastCut: Moment?

    init(maximum: Int) {
        self.maximum = max(1, maximum)
        allowed = Double(self.maximum)
    }

    var current: Int { max(1, Int(allowed)) }

    /// Another maximum; what was cut because of overload stays cut.
    mutating func change(maximum: Int) {
        let wasCut = allowed < Double(self.maximum)
        self.maximum = max(1, maximum)
        allowed = wasCut ? min(allowed, Double(self.maximum)) : Double(self.maximum)
    }

    mutating func succeeded() {
        if allowed < Double(maximum) { allowed = min(Double(maximum), allowed + 1 / allowed) }
    }

    /// 503, 504, a timeout, or 429 where no limit was announced.
    mutating func overloaded(at now: Moment) {
        if let lastCut, now - lastCut < .seconds(1) { return }
        lastCut = now
        allowed = max(1, allowed / 2)
    }
}
