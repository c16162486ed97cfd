extension TimePattern {
    /// Unix seconds of a text in this format. Without an offset it is UTC; what the format leaves out is the first of its
    /// kind.
    func parse(_ raw: some StringProtocol) throws(TimeRefusal) -> Int {
        var scanner = TimeScanner(raw.trimmed)
        var parts = Parts()
        for piece in pieces {
            switch piece {
            case .spaces: scanner.spaces()
            case .literal(let character):
                for byte in String(character).utf8 {
                    guard scanner.next == byte else {
                        throw TimeRefusal("\"\(character)\" expected" + Self.found(scanner))
                    }
                    scanner.skip()
                }
            case .directive(let directive): try parts.read(directive, &scanner)
            }
        }
        guard scanner.isAtEnd else { throw TimeRefusal("there is \"\(scanner.remainder)\" behind what the format has") }
        return try parts.unixSeconds()
    }

    fileprivate static func found(_ scanner: TimeScanner) -> String {
        scanner.isAtEnd ? ", but the text ends" : " where \"\(scanner.remainder)\" is"
    }

    /// What has been read of a time.
    private struct Parts {
        var unix: Int?
        var year: Int?
        var month: Int?
        var day: Int?
        var dayOfYear: Int?
        var weekday: Int?
        var hour = 0
        var twelveHour: Int?
        var isAfternoon: Bool?
        var minute = 0
        var second = 0
        var offset = 0

        mutating func read(_ directive: Directive, _ scanner: inout TimeScanner) throws(TimeRefusal) {
            switch directive {
            case .year: year = try number(4, 4, "a year of four digits", &scanner)
            case .shortYear:
                // As POSIX has it: 69 to 99 are of the last century.
                let short = try number(2, 2, "a year of two digits", &scanner)
                year = short < 69 ? 2000 + short : 1900 + short
            case .month: month = try number(1, 2, "a month", &scanner)
            case .day, .spacedDay:
                scanner.spaces()
                day = try number(1, 2, "a day", &scanner)
            case .dayOfYear: dayOfYear = try number(1, 3, "a day of the year", &scanner)
            case .monthName, .shortMonthName: month = try name(TimeNames.months, "the name of a month", &scanner) + 1
            case .weekdayName, .shortWeekdayName:
                weekday = try name(TimeNames.weekdays, "the name of a day", &scanner)
            case .hour: hour = try number(1, 2, "an hour", &scanner)
            case .twelveHour: twelveHour = try number(1, 2, "an hour from 1 to 12", &scanner)
            case .half: try readHalf(&scanner)
            case .minute: minute = try number(1, 2, "a minute", &scanner)
            case .second: second = try number(1, 2, "a second", &scanner)
            case .fraction:
                guard scanner.fraction() else { throw expected("a fraction of a second", scanner) }
            case .offset, .zone: try readOffset(&scanner)
            case .unixSeconds:
                let isNegative = scanner.take("-")
                let seconds = try number(1, 18, "Unix seconds", &scanner)
                unix = isNegative ? -seconds : seconds
            }
        }

        private mutating func readHalf(_ scanner: inout TimeScanner) throws(TimeRefusal) {
            let before = scanner
            switch scanner.word()?.lowercased() {
            case "am": isAfternoon = false
            case "pm": isAfternoon = true
            default: throw expected("AM or PM", before)
            }
        }

        private mutating func readOffset(_ scanner: inout TimeScanner) throws(TimeRefusal) {
            let before = scanner
            if let offset = try scanner.offset() {
                self.offset = offset
                return
            }
            guard let word = scanner.word(), ["UTC", "GMT", "UT"].contains(word.uppercased()) else {
                throw expected("an offset like +02:00, Z or UTC", before)
            }
        }

        private func number(
            _ least: Int, _ most: Int, _ what: String, _ scanner: inout TimeScanner
        ) throws(TimeRefusal) -> Int {
            guard let number = scanner.digits(least, most) else { throw expected(what, scanner) }
            return number
        }

        private func name(_ names: [String], _ what: String, _ scanner: inout TimeScanner) throws(TimeRefusal) -> Int {
            let before = scanner
            guard let word = scanner.word(), let position = TimeNames.position(of: word, in: names) else {
                throw expected(what, before)
            }
            return position
        }

        private func expected(_ what: String, _ scanner: TimeScanner) -> TimeRefusal {
            TimeRefusal(what + " expected" + TimePattern.found(scanner))
        }

        func unixSeconds() throws(TimeRefusal) -> Int {
            if let unix {
                guard CivilTime.supported.contains(unix) else {
                    throw TimeRefusal("it is not within the years 0 to 9999")
                }
                return unix
            }
            guard let year else { throw TimeRefusal("the format has no year") }
            var time = CivilTime(
                year: year, month: month ?? 1, day: day ?? 1, hour: try fullHour(), minute: minute, second: second,
                offset: offset)
            if let dayOfYear, month == nil, day == nil {
                let days = CivilTime.isLeap(year) ? 366 : 365
                guard 1...days ~= dayOfYear else {
                    throw TimeRefusal("\(year) has \(days) days, there is no \(dayOfYear)")
                }
                time.day = 1
                let first = try time.checked()
                return first.unixSeconds + (dayOfYear - 1) * CivilTime.secondsPerDay
            }
            let checked = try time.checked()
            if let weekday, weekday != checked.weekday {
                let name = TimeNames.weekdays[checked.weekday]
                throw TimeRefusal("that day is a \(name), not a \(TimeNames.weekdays[weekday])")
            }
            return checked.unixSeconds
        }

        private func fullHour() throws(TimeRefusal) -> Int {
            guard let twelveHour else { return hour }
            guard 1...12 ~= twelveHour else { throw TimeRefusal("there is no hour \(twelveHour) of twelve") }
            guard let isAfternoon else { throw TimeRefusal("the format has %I without %p") }
            return twelveHour % 12 + (isAfternoon ? 12 : 0)
        }
    }
}
