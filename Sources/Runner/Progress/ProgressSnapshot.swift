/// How a run is getting on at one moment, and that in words.
public struct ProgressSnapshot: Sendable, Hashable {
    /// Calls of the window of the rate limit.
    public struct Budget: Sendable, Hashable {
        public var left: Int
        public var limit: Int

        public init(left: Int, limit: Int) {
            self.left = left
            self.limit = limit
        }
    }

    /// Records that have ended, by outcome.
    public var outcomes: [RecordOutcome: Int] = [:]
    /// Calls of the API; nil where nobody knows.
    public var calls: Int? = 0
    /// Nil where Intercom has announced no limit.
    public var budget: Budget?
    /// Records that end in a second.
    public var rate = 0.0
    /// How many records there are in all; nil where nobody knows.
    public var expectedRecords: Int?
    /// Whether that is known only roughly.
    public var isEstimate = false

    public init() {}

    /// Records that have ended.
    public var records: Int { outcomes.values.reduce(0, +) }

    /// Seconds until the end; nil where nobody knows.
    public var secondsToGo: Double? {
        guard let expectedRecords, rate > 0 else { return nil }
        return Double(max(0, expectedRecords - records)) / rate
    }

    /// A line of at most so many columns: what matters least is left out first, and of a word nothing.
    public func text(columns: Int = .max) -> String {
        let parts = [
            (grouped(records) + total, 9), (records == 1 && total.isEmpty ? "record" : "records", 3), (share, 8),
            ("· \(grouped(Int(rate.rounded())))/s", 6), (timeToGo, 7), (outcomeText(RecordOutcome.allCases), 5),
            (outcomeText([.rejected, .failed]), 4), (callText, 2), (budgetText, 1),
        ].filter { !$0.0.isEmpty }
        for least in 0...9 {
            // Problems alone are for where not all outcomes have room.
            let shown = parts.filter { $0.1 >= least && ($0.1 != 4 || least > 5) }
            let line = shown.map(\.0).joined(separator: " ")
            if line.count <= columns { return line }
        }
        return String(grouped(records).prefix(max(0, columns)))
    }

    private var total: String {
        guard let expectedRecords else { return "" }
        let total = max(expectedRecords, records)
        return isEstimate ? " of ~" + grouped(Self.rounded(total)) : " of " + grouped(total)
    }

    private var share: String {
        guard let expectedRecords, expectedRecords > 0 else { return "" }
        return "(\(min(100, records * 100 / expectedRecords)) %)"
    }

    private var timeToGo: String {
        guard let secondsToGo, records > 0 else { return "" }
        return "· " + Self.duration(secondsToGo) + " to go"
    }

    private func outcomeText(_ outcomes: [RecordOutcome]) -> String {
        let counts = outcomes.compactMap { outcome in
            self.outcomes[outcome].map { "\(grouped($0)) \(outcome.rawValue)" }
        }
        return counts.isEmpty ? "" : "· " + counts.joined(separator: ", ")
    }

    private var callText: String { calls.map { "· \(grouped($0)) calls" } ?? "" }

    private var budgetText: String {
        budget.map { "· \(grouped($0.left)) of \(grouped($0.limit)) left in this window" } ?? ""
    }

    /// "12 s", "4 min 10 s", "3 h 5 min".
    static func duration(_ seconds: Double) -> String {
        let whole = Int(min(seconds, 1e9).rounded(.up))
        if whole < 60 { return "\(whole) s" }
        if whole < 3600 { return "\(whole / 60) min" + (whole % 60 == 0 ? "" : " \(whole % 60) s") }
        return "\(whole / 3600) h" + (whole % 3600 < 60 ? "" : " \(whole % 3600 / 60) min")
    }

    /// To two digits, upwards.
    private static func rounded(_ number: Int) -> Int {
        var unit = 1
        while number / unit >= 100 { unit *= 10 }
        return (number + unit - 1) / unit * unit
    }
}

/// A number with commas between thousands.
func grouped(_ number: Int) -> String {
    var text = ""
    for (place, digit) in String(number.magnitude).reversed().enumerated() {
        if place > 0, place % 3 == 0 { text.append(",") }
        text.append(digit)
    }
    return (number < 0 ? "-" : "") + String(text.reversed())
}
