/// A date and time of day of the Gregorian calendar, at a distance from UTC.
struct CivilTime: Equatable, Sendable {
    var year: Int
    var month: Int
    var day: Int
    var hour = 0
    var minute = 0
    var second = 0
    /// Seconds east of UTC.
    var offset = 0

    static let secondsPerDay = 86_400
    /// What can be written with four digits of year, in Unix seconds.
    static let supported: ClosedRange<Int> = -62_167_219_200...253_402_300_799
    private static let monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

    init(
        year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0, offset: Int = 0
    ) {
        (self.year, self.month, self.day) = (year, month, day)
        (self.hour, self.minute, self.second, self.offset) = (hour, minute, second, offset)
    }

    /// - Precondition: `supported` holds the seconds.
    init(unixSeconds: Int, offset: Int = 0) {
        let local = unixSeconds + offset
        let days = local.flooredQuotient(Self.secondsPerDay)
        let rest = local - days * Self.secondsPerDay
        (year, month, day) = Self.date(ofDay: days)
        (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60)
        self.offset = offset
    }

    var unixSeconds: Int {
        Self.day(year: year, month: month, day: day) * Self.secondsPerDay + hour * 3600 + minute * 60 + second - offset
    }

    /// Days since Sunday.
    var weekday: Int {
        let day = Self.day(year: year, month: month, day: day) + 4
        return day - day.flooredQuotient(7) * 7
    }

    /// From 1.
    var dayOfYear: Int { Self.day(year: year, month: month, day: day) - Self.day(year: year, month: 1, day: 1) + 1 }

    static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    /// - Precondition: the month is one of 1 to 12.
    static func length(ofMonth month: Int, in year: Int) -> Int {
        month == 2 && isLeap(year) ? 29 : monthLengths[month - 1]
    }

    // The arithmetic of days is Howard Hinnant's (https://howardhinnant.github.io/date_algorithms.html): years begin in
    // March, so that the leap day is the last one, and repeat every 400.

    /// Days since 1970-01-01.
    static func day(year: Int, month: Int, day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted.flooredQuotient(400)
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func date(ofDay day: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = day + 719_468
        let era = shifted.flooredQuotient(146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    // MARK: Moving

    /// The time so many months later or earlier; a day that the month does not have becomes its last.
    func adding(months: Int) -> CivilTime {
        var result = self
        let total = year * 12 + month - 1 + months
        result.year = total.flooredQuotient(12)
        result.month = total - result.year * 12 + 1
        result.day = min(day, Self.length(ofMonth: result.month, in: result.year))
        return result
    }
}

extension Int {
    /// The quotient, rounded down.
    func flooredQuotient(_ divisor: Int) -> Int {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
