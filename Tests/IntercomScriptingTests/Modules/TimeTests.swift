import Testing

@testable import IntercomScripting

struct CivilTimeTests {
    @Test(arguments: [
        (0, "1970-01-01T00:00:00Z", 4, 1), (951_782_400, "2000-02-29T00:00:00Z", 2, 60),
        (-1, "1969-12-31T23:59:59Z", 3, 365),
        (-62_167_219_200, "0000-01-01T00:00:00Z", 6, 1), (253_402_300_799, "9999-12-31T23:59:59Z", 5, 365),
        (4_107_542_399, "2100-02-28T23:59:59Z", 0, 59), (1_709_296_200, "2024-03-01T12:30:00Z", 5, 61),
    ])
    func isWhatTheCalendarSays(seconds: Int, text: String, weekday: Int, dayOfYear: Int) {
        let time = CivilTime(unixSeconds: seconds)
        #expect(TimePattern.iso(time) == text)
        #expect(time.unixSeconds == seconds)
        #expect(time.weekday == weekday)
        #expect(time.dayOfYear == dayOfYear)
    }

    @Test func everyDayOfFourHundredYearsComesBack() {
        var day = CivilTime.day(year: 1900, month: 1, day: 1)
        for year in 1900..<2300 {
            for month in 1...12 {
                for dayOfMonth in 1...CivilTime.length(ofMonth: month, in: year) {
                    let time = CivilTime(unixSeconds: day * CivilTime.secondsPerDay)
                    if time.year != year || time.month != month || time.day != dayOfMonth {
                        Issue.record("\(year)-\(month)-\(dayOfMonth) became \(time)")
                        return
                    }
                    day += 1
                }
            }
        }
        #expect(day == CivilTime.day(year: 2300, month: 1, day: 1))
    }

    @Test func monthsEndWhereTheyEnd() {
        let january = CivilTime(year: 2024, month: 1, day: 31)
        #expect(january.adding(months: 1) == CivilTime(year: 2024, month: 2, day: 29))
        #expect(january.adding(months: 13) == CivilTime(year: 2025, month: 2, day: 28))
        #expect(january.adding(months: -2) == CivilTime(year: 2023, month: 11, day: 30))
        #expect(january.adding(months: -1) == CivilTime(year: 2023, month: 12, day: 31))
    }
}

struct TimeTextTests {
    @Test(arguments: [
        ("2024-03-01", "2024-03-01T00:00:00Z"), (" 2024-03-01T12:30 ", "2024-03-01T12:30:00Z"),
        ("2024-03-01t12:30:45z", "2024-03-01T12:30:45Z"), ("2024-03-01 12:30:45.123456789", "2024-03-01T12:30:45Z"),
        ("2024-03-01T12:30:45,5+02:00", "2024-03-01T10:30:45Z"), ("2024-03-01T12:30:45-0330", "2024-03-01T16:00:45Z"),
        ("2024-03-01T12:30+02", "2024-03-01T10:30:00Z"), ("2024-03-01 12:30:00 +0000", "2024-03-01T12:30:00Z"),
        ("2024-03-01 12:30:00 UTC", "2024-03-01T12:30:00Z"), ("20240301", "2024-03-01T00:00:00Z"),
        ("20240301T123045Z", "2024-03-01T12:30:45Z"), ("20240301T1230", "2024-03-01T12:30:00Z"),
        ("2024-02-29T24:00:00Z", "2024-03-01T00:00:00Z"), ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z"),
        ("0000-01-01", "0000-01-01T00:00:00Z"), ("Fri, 01 Mar 2024 12:30:00 +0200", "2024-03-01T10:30:00Z"),
        ("1 Mar 2024", "2024-03-01T00:00:00Z"), ("1 march 2024 9:05 GMT", "2024-03-01T09:05:00Z"),
        ("Tue, 15 Nov 94 12:45:26 EST", "1994-11-15T17:45:26Z"),
        ("Fri, 01 Mar 2024 12:30:00 -0800 (PST)", "2024-03-01T20:30:00Z"),
        ("Friday, 01-Mar-24 12:30:00 UT", "2024-03-01T12:30:00Z"), ("01-MAR-2024", "2024-03-01T00:00:00Z"),
    ])
    func reads(text: String, iso: String) throws {
        #expect(TimePattern.iso(CivilTime(unixSeconds: try TimeText.parse(text))) == iso)
    }

    @Test(arguments: [
        ("2024-13-01", "there is no month 13"), ("2023-02-29", "February 2023 has 28 days, there is no 29"),
        ("2024-03-01T25:00", "there is no hour 25"), ("2024-03-01T24:30", "there is no hour 24"),
        ("2024-03-01T12:60", "there is no minute 60"), ("2024-03-01T12:30:61", "there is no second 61"),
        ("2024-3-1", "a date in ISO 8601 is like 2024-03-01"), ("2024-03-01T12", "a time in ISO 8601 is like 12:30:00"),
        ("2024-03-01T12:30:00+2", "the offset from UTC must be like +02:00"),
        ("2024-03-01T12:30:00+25:00", "the offset from UTC must be less than a day"),
        ("2024-03-01T12:30:00 CEST", "the time zone \"CEST\" is not known"),
        ("2024-03-01T12:30:00.", "a fraction of a second has no digits"),
        ("2024-03-01x", "the time zone \"x\" is not known"),
        ("2024-03-01T12:30:00Z!", "there is \"!\" behind the time"),
        ("1709289000", "it is only digits: give \"unix\" or \"unix_ms\" as the format where it is Unix time"),
        ("03/04/2024", "its day and month cannot be told apart: give a format, as \"%d/%m/%Y\" or \"%m/%d/%Y\""),
        ("1.4.2024", "its day and month cannot be told apart: give a format, as \"%d/%m/%Y\" or \"%m/%d/%Y\""),
        ("Sat, 01 Mar 2024 12:30:00 +0000", "1 March 2024 is a Friday, not a Saturday"),
        ("soon", "\"soon\" is no day of the week"),
        ("1 Mai 2024", "\"Mai\" is no month"),
        ("?", "it is neither ISO 8601 nor RFC 2822: give a format as the second argument"),
        ("1 Mar 024", "a year has four digits"), ("0000-01-01T00:00:00+01:00", "it is not within the years 0 to 9999"),
    ])
    func saysWhatIsWrong(text: String, reason: String) {
        #expect(throws: TimeRefusal(reason)) { try TimeText.parse(text) }
    }

    @Test func unixTimeIsReadWhenAskedFor() throws {
        #expect(try UnixText.seconds.parse(" 1709289000.75 ") == 1_709_289_000)
        #expect(try UnixText.seconds.parse("-1") == -1)
        #expect(try UnixText.milliseconds.parse("1709289000999") == 1_709_289_000)
        #expect(try UnixText.milliseconds.parse("-1") == -1)
        #expect(throws: TimeRefusal("it is no number")) { try UnixText.seconds.parse("x") }
        #expect(throws: TimeRefusal("there is \"s\" behind the number")) { try UnixText.seconds.parse("1s") }
        #expect(throws: TimeRefusal("it is not within the years 0 to 9999; milliseconds are \"unix_ms\"")) {
            try UnixText.seconds.parse("1709289000123")
        }
    }
}

struct TimePatternTests {
    private static let time = CivilTime(unixSeconds: 1_709_289_005, offset: 7200)

    @Test(arguments: [
        ("%Y-%m-%d %H:%M:%S", "2024-03-01 12:30:05"), ("%y %e %j", "24  1 061"),
        ("%A, %B %d (%a %b)", "Friday, March 01 (Fri Mar)"),
        ("%I:%M %p", "12:30 PM"), ("%z %Z", "+0200 +02:00"), ("%s", "1709289005"),
        ("%F|%T|%R|%D", "2024-03-01|12:30:05|12:30|03/01/24"),
        ("100%% é", "100% é"), ("", ""), ("%S.%f", "05.000"),
    ])
    func writes(format: String, text: String) throws {
        #expect(try TimePattern(format).text(of: Self.time) == text)
    }

    @Test func midnightAndNoonOfTwelve() throws {
        let pattern = try TimePattern("%I %p")
        #expect(pattern.text(of: CivilTime(year: 2024, month: 1, day: 1)) == "12 AM")
        #expect(pattern.text(of: CivilTime(year: 2024, month: 1, day: 1, hour: 13)) == "01 PM")
        #expect(try TimePattern("%Y %I %p").parse("1970 12 am") == 0)
        #expect(try TimePattern("%Y %I %p").parse("1970 12 PM") == 43_200)
    }

    @Test(arguments: [
        ("%d/%m/%Y", "31/12/2023", "2023-12-31T00:00:00Z"), ("%m/%d/%y", "1/2/68", "2068-01-02T00:00:00Z"),
        ("%m/%d/%y", "01/02/69", "1969-01-02T00:00:00Z"), ("%B %e, %Y", "March  1, 2024", "2024-03-01T00:00:00Z"),
        ("%a %d %b %Y", "fri 1 mar 2024", "2024-03-01T00:00:00Z"), ("%Y-%j", "2024-366", "2024-12-31T00:00:00Z"),
        ("%Y-%m-%dT%H:%M:%S.%f%z", "2024-03-01T12:30:05.123+02:00", "2024-03-01T10:30:05Z"),
        ("%F %R %Z", "2024-03-01 12:30 UTC", "2024-03-01T12:30:00Z"), ("%s", "-1", "1969-12-31T23:59:59Z"),
        ("%Y", "2024", "2024-01-01T00:00:00Z"), ("le %d.%m.%Y à %Hh%M", "le 1.3.2024 à 9h05", "2024-03-01T09:05:00Z"),
        ("%d %Y", "1   2024", "2024-01-01T00:00:00Z"),
    ])
    func reads(format: String, text: String, iso: String) throws {
        #expect(TimePattern.iso(CivilTime(unixSeconds: try TimePattern(format).parse(text))) == iso)
    }

    @Test(arguments: [
        (
            "%q", "1",
            "the format has no %q; it has %Y %y %m %d %e %j %B %b %A %a %H %I %p %M %S %f %z %Z %s %F %T %R %D %%"
        ),
        ("%", "1", "the format ends with %"), ("%Y-%m", "2024/03", "\"-\" expected where \"/03\" is"),
        ("%Y-%m", "2024", "\"-\" expected, but the text ends"),
        ("%Y", "24", "a year of four digits expected where \"24\" is"),
        ("%d/%m", "1/2", "the format has no year"),
        ("%d/%m/%Y", "31/02/2024", "February 2024 has 29 days, there is no 31"),
        ("%d/%m/%Y", "1/2/2024 x", "there is \" x\" behind what the format has"),
        ("%Y %I", "2024 5", "the format has %I without %p"),
        ("%Y %I%p", "2024 13pm", "there is no hour 13 of twelve"),
        ("%Y %B", "2024 Mai", "the name of a month expected where \"Mai\" is"),
        ("%a %F", "Sat 2024-03-01", "that day is a Friday, not a Saturday"),
        ("%Y-%j", "2023-366", "2023 has 365 days, there is no 366"),
        ("%s", "999999999999999", "it is not within the years 0 to 9999"),
        ("%F%z", "2024-03-01CET", "an offset like +02:00, Z or UTC expected where \"CET\" is"),
    ])
    func saysWhatIsWrong(format: String, text: String, reason: String) {
        #expect(throws: TimeRefusal(reason)) { try TimePattern(format).parse(text) }
    }
}

struct TimeSpanTests {
    private func seconds(_ text: String) throws -> Int { try TimeText.parse(text) }

    @Test func addsUnitsOfTheCalendar() throws {
        let start = try seconds("2024-01-31T10:00:00Z")
        #expect(try TimeSpan.add([.months: 1], to: start) == seconds("2024-02-29T10:00:00Z"))
        #expect(try TimeSpan.add([.years: -1, .months: -1, .days: 1], to: start) == seconds("2023-01-01T10:00:00Z"))
        let later = try TimeSpan.add([.weeks: 1, .hours: -10, .minutes: 1, .seconds: 5], to: start)
        #expect(try later == seconds("2024-02-07T00:01:05Z"))
        #expect(try TimeSpan.add([:], to: start) == start)
        #expect(throws: TimeRefusal("it is not within the years 0 to 9999")) {
            try TimeSpan.add([.years: 9000], to: start)
        }
        #expect(throws: TimeRefusal("it is not within the years 0 to 9999")) {
            try TimeSpan.add([.years: Int(TimeSpan.largestAmount)], to: start)
        }
        for amount in [Int.max, .min] {
            #expect(throws: TimeRefusal("\(amount) days are too many")) { try TimeSpan.add([.days: amount], to: start) }
        }
    }

    @Test func countsWholeUnits() throws {
        let (from, to) = (try seconds("2024-01-31T10:00:00Z"), try seconds("2025-02-28T09:00:00Z"))
        let counts = TimeUnit.allCases.map { TimeSpan.difference(from: from, to: to, in: $0) }
        #expect(counts == [34_038_000, 567_300, 9455, 393, 56, 12, 1])
        #expect(TimeUnit.allCases.map { TimeSpan.difference(from: to, to: from, in: $0) } == counts.map { -$0 })
        #expect(TimeSpan.difference(from: from, to: from, in: .years) == 0)
    }
}
