/// The units of time that calendars count.
enum TimeUnit: String, CaseIterable {
    case seconds, minutes, hours, days, weeks, months, years

    /// Seconds of a unit that always has the same; nil for months and years.
    var seconds: Int? {
        switch self {
        case .seconds: 1
        case .minutes: 60
        case .hours: 3600
        case .days: CivilTime.secondsPerDay
        case .weeks: 7 * CivilTime.secondsPerDay
        case .months, .years: nil
        }
    }
}

/// Moving about in time, in UTC.
enum TimeSpan {
    /// More of a unit than this is refused, so that nothing overflows. A thousand years have fewer seconds.
    static let largestAmount: UInt = 1 << 36

    /// The time so much later, first by years and months, then by the rest.
    static func add(_ amounts: [TimeUnit: Int], to seconds: Int) throws(TimeRefusal) -> Int {
        for (unit, amount) in amounts where amount.magnitude > largestAmount {
            throw TimeRefusal("\(amount) \(unit) are too many")
        }
        let months = (amounts[.years] ?? 0) * 12 + (amounts[.months] ?? 0)
        var result = months == 0 ? seconds : CivilTime(unixSeconds: seconds).adding(months: months).unixSeconds
        for (unit, amount) in amounts { result += amount * (unit.seconds ?? 0) }
        guard CivilTime.supported.contains(result) else { throw TimeRefusal("it is not within the years 0 to 9999") }
        return result
    }

    /// How many whole units lie between two times, negative where the second is the earlier one.
    static func difference(from start: Int, to end: Int, in unit: TimeUnit) -> Int {
        if let seconds = unit.seconds { return (end - start) / seconds }
        if end < start { return -difference(from: end, to: start, in: unit) }
        let (first, last) = (CivilTime(unixSeconds: start), CivilTime(unixSeconds: end))
        var months = (last.year - first.year) * 12 + last.month - first.month
        if first.adding(months: months).unixSeconds > end { months -= 1 }
        return unit == .years ? months / 12 : months
    }
}
