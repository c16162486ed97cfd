/// Why a text is no time, or a format no format.
struct TimeRefusal: Error, Equatable {
    let reason: String

    init(_ reason: String) { self.reason = reason }
}

extension CivilTime {
    /// Checks that there is such a day and time; second 60, which leap seconds have, counts as the next minute's first.
    func checked() throws(TimeRefusal) -> CivilTime {
        guard 0...9999 ~= year else { throw TimeRefusal("the year \(year) is not within 0 to 9999") }
        guard 1...12 ~= month else { throw TimeRefusal("there is no month \(month)") }
        let days = Self.length(ofMonth: month, in: year)
        guard 1...days ~= day else {
            throw TimeRefusal("\(TimeNames.months[month - 1]) \(year) has \(days) days, there is no \(day)")
        }
        let isEndOfDay = hour == 24 && minute == 0 && second == 0
        guard 0...23 ~= hour || isEndOfDay else { throw TimeRefusal("there is no hour \(hour)") }
        guard 0...59 ~= minute else { throw TimeRefusal("there is no minute \(minute)") }
        guard 0...60 ~= second else { throw TimeRefusal("there is no second \(second)") }
        guard abs(offset) < Self.secondsPerDay else { throw TimeRefusal("the offset from UTC is a day or more") }
        guard Self.supported.contains(unixSeconds) else { throw TimeRefusal("it is not within the years 0 to 9999") }
        return self
    }
}

/// The English names that formats and mail headers use.
enum TimeNames {
    static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
    static let weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]

    /// The place of a name or its first three letters in a list, from 0, in either case of letters.
    static func position(of word: some StringProtocol, in names: [String]) -> Int? {
        let word = word.lowercased()
        return names.firstIndex { $0.lowercased() == word || $0.prefix(3).lowercased() == word }
    }
}
