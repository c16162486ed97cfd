/// Reads the ways of writing a time that can be told from each other without being told which it is.
enum TimeText {
    /// Unix seconds of a text in ISO 8601 (`2024-03-01`, `2024-03-01T12:30:00.5+02:00`, `20240301T123000Z`) or RFC 2822
    /// (`Fri, 01 Mar 2024 12:30:00 +0200`). Without an offset it is UTC; fractions of a second are cut off.
    static func parse(_ raw: some StringProtocol) throws(TimeRefusal) -> Int {
        let text = Substring(raw).trimmed
        let digits = text.prefix { $0.isASCII && $0.isWholeNumber }
        if digits.count == 4, text.dropFirst(4).first == "-" { return try iso(text) }
        if digits.count == 8, digits.count == text.count || "Tt".contains(text.dropFirst(8).first ?? " ") {
            return try basicISO(text)
        }
        if digits.count == text.count, !digits.isEmpty {
            throw TimeRefusal("it is only digits: give \"unix\" or \"unix_ms\" as the format where it is Unix time")
        }
        if text.first?.isLetter == true || (1...2 ~= digits.count && text.dropFirst(digits.count).isFollowedByWord) {
            return try mail(text)
        }
        if digits.count <= 4, !digits.isEmpty, "/.-".contains(text.dropFirst(digits.count).first ?? " ") {
            throw TimeRefusal(
                "its day and month cannot be told apart: give a format, as \"%d/%m/%Y\" or \"%m/%d/%Y\"")
        }
        throw TimeRefusal("it is neither ISO 8601 nor RFC 2822: give a format as the second argument")
    }

    // MARK: ISO 8601

    private static func iso(_ text: Substring) throws(TimeRefusal) -> Int {
        var scanner = TimeScanner(text)
        guard let year = scanner.digits(4, 4), scanner.take("-"), let month = scanner.digits(2, 2), scanner.take("-"),
            let day = scanner.digits(2, 2)
        else { throw TimeRefusal("a date in ISO 8601 is like 2024-03-01") }
        var time = CivilTime(year: year, month: month, day: day)
        if scanner.take("Tt") || scanner.spaces() {
            guard let hour = scanner.digits(2, 2), scanner.take(":"), let minute = scanner.digits(2, 2) else {
                throw TimeRefusal("a time in ISO 8601 is like 12:30:00")
            }
            (time.hour, time.minute) = (hour, minute)
            if scanner.take(":") { time.second = try second(&scanner) }
        }
        return try finish(time, &scanner)
    }

    private static func basicISO(_ text: Substring) throws(TimeRefusal) -> Int {
        var scanner = TimeScanner(text)
        guard let year = scanner.digits(4, 4), let month = scanner.digits(2, 2), let day = scanner.digits(2, 2) else {
            throw TimeRefusal("a date in ISO 8601 is like 20240301")
        }
        var time = CivilTime(year: year, month: month, day: day)
        if scanner.take("Tt") {
            guard let hour = scanner.digits(2, 2), let minute = scanner.digits(2, 2) else {
                throw TimeRefusal("a time in ISO 8601 is like T123000")
            }
            (time.hour, time.minute) = (hour, minute)
            if scanner.isAtDigit { time.second = try second(&scanner) }
        }
        return try finish(time, &scanner)
    }

    private static func second(_ scanner: inout TimeScanner) throws(TimeRefusal) -> Int {
        guard let second = scanner.digits(2, 2) else { throw TimeRefusal("seconds are two digits") }
        if scanner.take(".,"), !scanner.fraction() { throw TimeRefusal("a fraction of a second has no digits") }
        return second
    }

    /// The offset, the names that some programs put for it, and then nothing more.
    private static func finish(_ time: CivilTime, _ scanner: inout TimeScanner) throws(TimeRefusal) -> Int {
        var time = time
        scanner.spaces()
        if let offset = try scanner.offset() {
            time.offset = offset
        } else if let word = scanner.word() {
            guard let offset = zones[word.uppercased()] else {
                throw TimeRefusal("the time zone \"\(word)\" is not known")
            }
            time.offset = offset
        }
        scanner.spaces()
        guard scanner.isAtEnd else { throw TimeRefusal("there is \"\(scanner.remainder)\" behind the time") }
        return try time.checked().unixSeconds
    }

    // MARK: RFC 2822

    /// The zones that RFC 2822 names; others are not certain.
    private static let zones = [
        "UT": 0, "UTC": 0, "GMT": 0, "EST": -18_000, "EDT": -14_400, "CST": -21_600, "CDT": -18_000, "MST": -25_200,
        "MDT": -21_600, "PST": -28_800, "PDT": -25_200,
    ]

    private static func mail(_ text: Substring) throws(TimeRefusal) -> Int {
        var scanner = TimeScanner(withoutComment(text))
        var weekday: Int?
        if let word = scanner.word() {
            weekday = TimeNames.position(of: word, in: TimeNames.weekdays)
            if weekday == nil, TimeNames.position(of: word, in: TimeNames.months) != nil {
                throw TimeRefusal("a date that begins with its month needs a format, as \"%B %d, %Y\"")
            }
            guard weekday != nil else { throw TimeRefusal("\"\(word)\" is no day of the week") }
            _ = scanner.take(",")
            scanner.spaces()
        }
        guard let day = scanner.digits(1, 2), scanner.spaces() || scanner.take("-"), let name = scanner.word() else {
            throw TimeRefusal("a date in RFC 2822 is like 1 Mar 2024")
        }
        guard let month = TimeNames.position(of: name, in: TimeNames.months) else {
            throw TimeRefusal("\"\(name)\" is no month")
        }
        guard scanner.spaces() || scanner.take("-"), let year = try year(&scanner) else {
            throw TimeRefusal("a date in RFC 2822 is like 1 Mar 2024")
        }
        var time = CivilTime(year: year, month: month + 1, day: day)
        if scanner.spaces(), let hour = scanner.digits(1, 2) {
            guard scanner.take(":"), let minute = scanner.digits(2, 2) else {
                throw TimeRefusal("a time in RFC 2822 is like 12:30:00")
            }
            (time.hour, time.minute) = (hour, minute)
            if scanner.take(":") { time.second = try second(&scanner) }
        }
        let seconds = try finish(time, &scanner)
        if let weekday, weekday != time.weekday {
            let name = TimeNames.weekdays[time.weekday]
            throw TimeRefusal(
                "\(day) \(TimeNames.months[month]) \(year) is a \(name), not a \(TimeNames.weekdays[weekday])")
        }
        return seconds
    }

    /// Four digits, or two as mail had them once: from 50 on they are of the last century.
    private static func year(_ scanner: inout TimeScanner) throws(TimeRefusal) -> Int? {
        let before = scanner.remainder
        guard let year = scanner.digits(2, 4) else { return nil }
        switch before.count - scanner.remainder.count {
        case 2: return year < 50 ? 2000 + year : 1900 + year
        case 4: return year
        default: throw TimeRefusal("a year has four digits")
        }
    }

    /// Mail programs put the zone's name in parentheses behind its offset.
    private static func withoutComment(_ text: Substring) -> Substring {
        guard text.last == ")", let open = text.lastIndex(of: "(") else { return text }
        return text[..<open].trimmed
    }
}

extension Substring {
    /// Whether a space or hyphen and a letter follow.
    fileprivate var isFollowedByWord: Bool {
        guard let first, first == " " || first == "-" else { return false }
        return drop { $0 == " " || $0 == "-" }.first?.isLetter == true
    }
}
