internal import JSON
internal import Lua
internal import Records

extension ModuleDeclaration {
    static let timeCalendar: [FunctionDeclaration] = [
        FunctionDeclaration(
            "days", "So many days in seconds, to add to a time or to take from it.",
            parameters: [ParameterDeclaration("count", "number", "How many days.")],
            results: [ParameterDeclaration("seconds", "number", "Seconds; an integer for whole days.")],
            example: """
                print(time.iso(time.parse("2024-03-01") + time.days(14))) --> 2024-03-15T00:00:00Z
                """
        ) { _, call in try call.returnMultiple(of: CivilTime.secondsPerDay) },
        FunctionDeclaration(
            "hours", "So many hours in seconds.",
            parameters: [ParameterDeclaration("count", "number", "How many hours.")],
            results: [ParameterDeclaration("seconds", "number", "Seconds; an integer for whole hours.")],
            example: """
                print(time.hours(2)) --> 7200
                """
        ) { _, call in try call.returnMultiple(of: 3600) },
        FunctionDeclaration(
            "add",
            """
            The time so many units of the calendar later, or earlier where they are negative. A day that the month does not \
            have becomes the month's last.
            """,
            parameters: [
                ParameterDeclaration("seconds", "number?", "Unix seconds; nil gives nil."),
                ParameterDeclaration(
                    "amounts",
                    "{\(TimeUnit.allCases.reversed().map { "\($0.rawValue)?: integer" }.joined(separator: ", "))}",
                    "How much later."),
            ],
            results: [ParameterDeclaration("seconds", "integer?", "Unix seconds.")],
            example: """
                print(time.iso(time.add(time.parse("2024-01-31"), { months = 1, days = 1 }))) --> 2024-03-01T00:00:00Z
                """
        ) { _, call in
            let amounts = try call.amounts(2)
            guard let seconds = try call.unixSeconds(1) else { return call.return(LuaValue.nil) }
            do throws(TimeRefusal) {
                call.return(try TimeSpan.add(amounts, to: seconds))
            } catch {
                throw call.error(2, error.reason)
            }
        },
        FunctionDeclaration(
            "diff", "How many whole units lie between two times.",
            parameters: [
                ParameterDeclaration("from", "number?", "Unix seconds; nil gives nil."),
                ParameterDeclaration("to", "number?", "Unix seconds; nil gives nil."),
                ParameterDeclaration(
                    "unit", #""seconds"|"minutes"|"hours"|"days"|"weeks"|"months"|"years"?"#,
                    "Days where none is given."),
            ],
            results: [ParameterDeclaration("count", "integer?", "Negative where `to` is before `from`.")],
            example: """
                local from, to = time.parse("2024-01-31"), time.parse("2024-03-01")
                print(time.diff(from, to), time.diff(from, to, "months")) --> 30	1
                """
        ) { _, call in
            let unit = try call.choice(3, as: TimeUnit.self) ?? .days
            guard let start = try call.unixSeconds(1), let end = try call.unixSeconds(2) else {
                return call.return(LuaValue.nil)
            }
            call.return(TimeSpan.difference(from: start, to: end, in: unit))
        },
    ]
}

extension LuaCall {
    /// Returns a number times a unit, an integer where it is one.
    fileprivate mutating func returnMultiple(of unit: Int) throws(LuaArgumentError) {
        let count = try argument(1, as: Double.self)
        let seconds = count * Double(unit)
        if let whole = Int64(exactly: seconds) { self.return(whole) } else { self.return(seconds) }
    }

    fileprivate func amounts(_ position: Int) throws(LuaArgumentError) -> [TimeUnit: Int] {
        var amounts: [TimeUnit: Int] = [:]
        for (name, value) in try argument(position, as: JSONObject.self) {
            guard let unit = TimeUnit(rawValue: name) else {
                let known = TimeUnit.allCases.map(\.rawValue).joined(separator: ", ")
                throw error(position, "there is no unit \"\(name)\", only \(known)")
            }
            guard let amount = value.integer.map(Int.init) ?? value.number.flatMap({ Int(exactly: $0) }) else {
                throw error(position, "\(name) must be a whole number")
            }
            amounts[unit] = amount
        }
        return amounts
    }
}
