internal import Lua

extension ModuleDeclaration {
    /// `time`: dates and times as Unix seconds and as text.
    public static let time = ModuleDeclaration(
        "time",
        """
        Times are Unix seconds, as Intercom has them. Text becomes such seconds and seconds become text; calendars are \
        those of UTC, names are English, on every machine.
        """,
        functions: [timeNow, timeParse, timeFormat, timeISO] + timeCalendar)

    private static let timeNow = FunctionDeclaration(
        "now", "The time now.", results: [ParameterDeclaration("seconds", "integer", "Unix seconds.")],
        example: """
            print(time.iso(time.now())) --> 2024-03-01T12:30:00Z
            """
    ) { services, call in call.return(Int64(services.now().rounded(.down))) }

    private static let timeParse = FunctionDeclaration(
        "parse",
        """
        Reads a date or a time. Without a format it takes ISO 8601 (`2024-03-01`, `2024-03-01T12:30:00+02:00`) and RFC \
        2822 (`Fri, 01 Mar 2024 12:30:00 +0200`); what else there is needs one. Without an offset a time is UTC; fractions \
        of a second are cut off. Nil and blank text give nil, anything that is no time raises and says why.
        """,
        parameters: [
            ParameterDeclaration("text", "string?", "The date or time."),
            ParameterDeclaration(
                "format", "string?",
                """
                As `strftime` has it: %Y %y %m %d %e %j %B %b %A %a %H %I %p %M %S %f %z %Z %s %F %T %R %D; or `unix` or \
                `unix_ms` for Unix seconds or milliseconds.
                """),
        ],
        results: [ParameterDeclaration("seconds", "integer?", "Unix seconds.")],
        example: """
            print(time.parse("2024-03-01T12:30:00+02:00")) --> 1709289000
            print(time.parse("31/12/2023 6:05 PM", "%d/%m/%Y %I:%M %p")) --> 1704045900
            print(time.parse("1709289000123", "unix_ms")) --> 1709289000
            print(select(2, pcall(time.parse, "2023-02-29")))
            --> bad argument #1 to 'parse' ("2023-02-29": February 2023 has 28 days, there is no 29)
            """
    ) { _, call in
        let raw = try call.text(1, limit: LuaCall.valueLimit)
        guard let text = raw, !text.isBlank else { return call.return(LuaValue.nil) }
        let format = try call.text(2, limit: LuaCall.valueLimit)
        do throws(TimeRefusal) {
            if let format, let unix = UnixText(rawValue: format) {
                call.return(try unix.parse(text))
            } else if let format {
                call.return(try TimePattern(format).parse(text))
            } else {
                call.return(try TimeText.parse(text))
            }
        } catch {
            throw call.error(1, "\"\(text)\": \(error.reason)")
        }
    }

    private static let secondsParameter = ParameterDeclaration("seconds", "number?", "Unix seconds; nil gives nil.")
    private static let offsetParameter = ParameterDeclaration(
        "offset", "string?", "The distance from UTC, as `+02:00`; UTC where none is given.")

    private static let timeFormat = FunctionDeclaration(
        "format", "Writes a time.",
        parameters: [
            secondsParameter,
            ParameterDeclaration("format", "string?", "As for `parse`; `%Y-%m-%d` where none is given."),
            offsetParameter,
        ],
        results: [ParameterDeclaration("text", "string?", "The time.")],
        example: """
            print(time.format(1709289000), time.format(1709289000, "%a %e %b %Y, %H:%M %z", "+02:00"))
            --> 2024-03-01	Fri  1 Mar 2024, 12:30 +0200
            """
    ) { _, call in
        guard let time = try call.civilTime(1, offset: 3) else { return call.return(LuaValue.nil) }
        do throws(TimeRefusal) {
            call.return(try TimePattern(try call.formatText(2) ?? "%F").text(of: time))
        } catch {
            throw call.error(2, error.reason)
        }
    }

    private static let timeISO = FunctionDeclaration(
        "iso", "Writes a time in ISO 8601.", parameters: [secondsParameter, offsetParameter],
        results: [ParameterDeclaration("text", "string?", "As `2024-03-01T12:30:00Z`.")],
        example: """
            print(time.iso(1709289000), time.iso(1709289000, "+02:00")) --> 2024-03-01T10:30:00Z	2024-03-01T12:30:00+02:00
            """
    ) { _, call in call.return(try call.civilTime(1, offset: 2).map(TimePattern.iso)) }
}

extension LuaCall {
    /// Unix seconds, rounded down; nil where the argument is nil.
    func unixSeconds(_ position: Int) throws(LuaArgumentError) -> Int? {
        guard let number = try argument(position, as: Double?.self) else { return nil }
        let supported = CivilTime.supported
        guard number >= Double(supported.lowerBound), number < Double(supported.upperBound) + 1 else {
            throw error(position, "it is not within the years 0 to 9999")
        }
        return Int(number.rounded(.down))
    }

    /// A time at the offset that another argument gives.
    fileprivate func civilTime(_ position: Int, offset offsetPosition: Int) throws(LuaArgumentError) -> CivilTime? {
        guard let seconds = try unixSeconds(position) else { return nil }
        var offset = 0
        if let text = try text(offsetPosition, limit: Self.valueLimit), text != "UTC" {
            var scanner = TimeScanner(text)
            guard let read = try? scanner.offset(), scanner.isAtEnd else {
                throw error(offsetPosition, "\"\(text)\" is no distance from UTC like +02:00")
            }
            offset = read
        }
        guard CivilTime.supported.contains(seconds + offset) else {
            throw error(position, "it is not within the years 0 to 9999")
        }
        return CivilTime(unixSeconds: seconds, offset: offset)
    }

    fileprivate func formatText(_ position: Int) throws(TimeRefusal) -> String? {
        do { return try text(position, limit: Self.valueLimit) } catch { throw TimeRefusal("\(error.mismatch)") }
    }
}
