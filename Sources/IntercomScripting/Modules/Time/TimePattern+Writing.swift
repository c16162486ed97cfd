extension TimePattern {
    /// Writes a time in this format.
    func text(of time: CivilTime) -> String {
        var text = ""
        for piece in pieces {
            switch piece {
            case .spaces: text += " "
            case .literal(let character): text.append(character)
            case .directive(let directive): text += Self.text(of: directive, time)
            }
        }
        return text
    }

    private static func text(of directive: Directive, _ time: CivilTime) -> String {
        switch directive {
        case .year: padded(time.year, 4)
        case .shortYear: padded(time.year % 100, 2)
        case .month: padded(time.month, 2)
        case .day: padded(time.day, 2)
        case .spacedDay: padded(time.day, 2, with: " ")
        case .dayOfYear: padded(time.dayOfYear, 3)
        case .monthName: TimeNames.months[time.month - 1]
        case .shortMonthName: String(TimeNames.months[time.month - 1].prefix(3))
        case .weekdayName: TimeNames.weekdays[time.weekday]
        case .shortWeekdayName: String(TimeNames.weekdays[time.weekday].prefix(3))
        case .hour: padded(time.hour, 2)
        case .twelveHour: padded((time.hour + 11) % 12 + 1, 2)
        case .half: time.hour < 12 ? "AM" : "PM"
        case .minute: padded(time.minute, 2)
        case .second: padded(time.second, 2)
        case .fraction: "000"
        case .offset: offset(time.offset, separator: "")
        case .zone: time.offset == 0 ? "UTC" : offset(time.offset, separator: ":")
        case .unixSeconds: String(time.unixSeconds)
        }
    }

    /// `+0200`.
    private static func offset(_ offset: Int, separator: String) -> String {
        let minutes = abs(offset) / 60
        return (offset < 0 ? "-" : "+") + padded(minutes / 60, 2) + separator + padded(minutes % 60, 2)
    }

    private static func padded(_ number: Int, _ width: Int, with padding: Character = "0") -> String {
        let digits = String(number)
        return String(repeating: padding, count: max(0, width - digits.count)) + digits
    }

    /// ISO 8601 with its offset, `Z` for UTC.
    static func iso(_ time: CivilTime) -> String {
        let date = padded(time.year, 4) + "-" + padded(time.month, 2) + "-" + padded(time.day, 2)
        let clock = padded(time.hour, 2) + ":" + padded(time.minute, 2) + ":" + padded(time.second, 2)
        return date + "T" + clock + (time.offset == 0 ? "Z" : offset(time.offset, separator: ":"))
    }
}
