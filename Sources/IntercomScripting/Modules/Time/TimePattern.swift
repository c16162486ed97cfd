/// A format of times in the notation of `strftime`, to read and to write with.
struct TimePattern: Sendable {
    enum Piece: Equatable, Sendable {
        case literal(Character)
        /// Any number of spaces.
        case spaces
        case directive(Directive)
    }

    /// What stands behind the percent sign.
    enum Directive: Character, Sendable, CaseIterable {
        case year = "Y", shortYear = "y", month = "m", day = "d", spacedDay = "e", dayOfYear = "j"
        case monthName = "B", shortMonthName = "b", weekdayName = "A", shortWeekdayName = "a"
        case hour = "H", twelveHour = "I", half = "p", minute = "M", second = "S", fraction = "f"
        case offset = "z", zone = "Z", unixSeconds = "s"
    }

    let pieces: [Piece]

    /// - Throws: `TimeRefusal` for a directive that there is not.
    init(_ text: some StringProtocol) throws(TimeRefusal) {
        var pieces: [Piece] = []
        var rest = Substring(text)
        while let character = rest.popFirst() {
            guard character == "%" else {
                if !character.isWhitespace {
                    pieces.append(.literal(character))
                } else if pieces.last != .spaces {
                    pieces.append(.spaces)
                }
                continue
            }
            guard let name = rest.popFirst() else { throw TimeRefusal("the format ends with %") }
            switch name {
            case "%": pieces.append(.literal("%"))
            case "F": pieces += try TimePattern("%Y-%m-%d").pieces
            case "T": pieces += try TimePattern("%H:%M:%S").pieces
            case "R": pieces += try TimePattern("%H:%M").pieces
            case "D": pieces += try TimePattern("%m/%d/%y").pieces
            default:
                guard let directive = Directive(rawValue: name) else {
                    let known = Directive.allCases.map { "%\($0.rawValue)" }.joined(separator: " ")
                    throw TimeRefusal("the format has no %\(name); it has \(known) %F %T %R %D %%")
                }
                pieces.append(.directive(directive))
            }
        }
        self.pieces = pieces
    }
}
