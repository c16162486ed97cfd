/// How many records may be rejected or fail before a run is stopped.
public enum FailureLimit: Sendable, Hashable, CustomStringConvertible {
    /// More than so many are too many; 0 stops at the first.
    case count(Int)
    /// More than so many of a hundred that have ended are too many, see ``sample``.
    case percent(Double)

    /// A share is not judged before so many records have ended, for one failure among the first two would be half of them; at
    /// the end of the input it is judged whatever their number.
    public static let sample = 100

    /// Reads "20" or "2.5%"; nil for what is neither, negative, or more than 100 percent.
    public init?(_ text: String) {
        if text.hasSuffix("%") {
            guard let share = Double(text.dropLast()), (0...100).contains(share) else { return nil }
            self = .percent(share)
        } else {
            guard let count = Int(text), count >= 0 else { return nil }
            self = .count(count)
        }
    }

    /// As it is written on a command line.
    public var description: String {
        switch self {
        case .count(let count): "\(count)"
        case .percent(let share): share == share.rounded() ? "\(Int(share))%" : "\(share)%"
        }
    }

    /// - Parameters:
    ///   - failures: records that were rejected or failed.
    ///   - records: all that have ended.
    ///   - isAtEnd: whether there are no more to come.
    func isExceeded(by failures: Int, of records: Int, isAtEnd: Bool) -> Bool {
        switch self {
        case .count(let count): return failures > count
        case .percent(let share):
            guard isAtEnd || records >= Self.sample else { return false }
            return Double(failures) * 100 > share * Double(records)
        }
    }
}
