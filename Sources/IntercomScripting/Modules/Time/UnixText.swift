/// Unix time as other programs write it.
enum UnixText: String {
    case seconds = "unix"
    case milliseconds = "unix_ms"

    /// Unix seconds; a fraction is cut off.
    func parse(_ raw: some StringProtocol) throws(TimeRefusal) -> Int {
        let text = raw.trimmed
        var scanner = TimeScanner(text)
        let isNegative = scanner.take("-")
        guard let number = scanner.digits(1, 18) else { throw TimeRefusal("it is no number") }
        if scanner.take("."), !scanner.fraction() { throw TimeRefusal("a fraction has no digits") }
        guard scanner.isAtEnd else { throw TimeRefusal("there is \"\(scanner.remainder)\" behind the number") }
        let signed = isNegative ? -number : number
        let seconds = self == .seconds ? signed : signed.flooredQuotient(1000)
        guard CivilTime.supported.contains(seconds) else {
            let hint = self == .seconds ? "; milliseconds are \"unix_ms\"" : ""
            throw TimeRefusal("it is not within the years 0 to 9999" + hint)
        }
        return seconds
    }
}
