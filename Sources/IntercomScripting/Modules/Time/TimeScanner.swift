/// Reads a text of digits, words and punctuation from front to back.
struct TimeScanner {
    private var rest: Substring.UTF8View

    init(_ text: some StringProtocol) { rest = Substring(text).utf8 }

    var isAtEnd: Bool { rest.isEmpty }
    /// What has not been read.
    var remainder: String { String(Substring(rest)) }
    var next: UInt8? { rest.first }

    var isAtDigit: Bool { rest.first.map { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 } ?? false }

    /// Takes one of these bytes.
    mutating func take(_ bytes: String) -> Bool {
        guard let byte = rest.first, bytes.utf8.contains(byte) else { return false }
        rest.removeFirst()
        return true
    }

    /// Takes whatever byte comes next.
    mutating func skip() { rest = rest.dropFirst() }

    /// Takes as many digits as there are, at most `limit`; nil where there are fewer than `least`.
    mutating func digits(_ least: Int, _ limit: Int) -> Int? {
        let digits = rest.prefix(limit).prefix { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
        guard digits.count >= least, let number = Int(Substring(digits)) else { return nil }
        rest = rest.dropFirst(digits.count)
        return number
    }

    /// Takes the letters up to the next thing that is none.
    mutating func word() -> Substring? {
        let isLetter = { (byte: UInt8) in UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20 }
        let letters = rest.prefix(while: isLetter)
        guard !letters.isEmpty else { return nil }
        rest = rest.dropFirst(letters.count)
        return Substring(letters)
    }

    /// Takes spaces; false where there are none.
    @discardableResult
    mutating func spaces() -> Bool {
        let count = rest.count
        rest = rest.drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
        return rest.count < count
    }

    /// Takes a fraction of a second, which is not looked at any further.
    mutating func fraction() -> Bool {
        guard digits(1, 1) != nil else { return false }
        while digits(1, 1) != nil {}
        return true
    }

    /// Takes `Z`, `+02:00`, `+0200` or `+02`, as seconds east of UTC; nil where there is none.
    mutating func offset() throws(TimeRefusal) -> Int? {
        if take("Zz") { return 0 }
        let isWest = next == UInt8(ascii: "-")
        guard take("+-") else { return nil }
        guard let hours = digits(2, 2) else { throw TimeRefusal("the offset from UTC must be like +02:00") }
        var minutes = 0
        if take(":") || isAtDigit {
            guard let read = digits(2, 2) else { throw TimeRefusal("the offset from UTC must be like +02:00") }
            minutes = read
        }
        guard hours < 24, minutes < 60 else { throw TimeRefusal("the offset from UTC must be less than a day") }
        return (hours * 3600 + minutes * 60) * (isWest ? -1 : 1)
    }
}
