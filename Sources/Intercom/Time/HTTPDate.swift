/// The date format of HTTP headers (RFC 9110, IMF-fixdate): `Sun, 06 Nov 1994 08:49:37 GMT`.
enum HTTPDate {
    /// Seconds since 1970; nil for anything but the one format that servers must send.
    static func unixSeconds(_ text: String) -> Int64? {
        var text = text
        return text.withUTF8 { bytes in
            guard bytes.count == 29 else { return nil }
            func number(_ range: Range<Int>) -> Int64? {
                var value: Int64 = 0
                for byte in bytes[range] {
                    guard (0x30...0x39).contains(byte) else { return nil }
                    value = value * 10 + Int64(byte - 0x30)
                }
                return value
            }
            guard let day = number(5..<7), let month = month(bytes[8], bytes[9], bytes[10]),
                let year = number(12..<16), let hour = number(17..<19), let minute = number(20..<22),
                let second = number(23..<25), bytes[26] == UInt8(ascii: "G")
            else { return nil }
            return daysSince1970(year: year, month: month, day: day) * 86400 + hour * 3600 + minute * 60 + second
        }
    }

    private static func month(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> Int64? {
        let names = "JanFebMarAprMayJunJulAugSepOctNovDec".utf8
        var index = names.startIndex
        for month in Int64(1)...12 {
            let next = names.index(index, offsetBy: 3)
            if names[index..<next].elementsEqual([first, second, third]) { return month }
            index = next
        }
        return nil
    }

    /// Days from the civil calendar, for years from 1970 on
    /// (http://howardhinnant.github.io/date_algorithms.html#days_from_civil).
    private static func daysSince1970(year: Int64, month: Int64, day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146097 + dayOfEra - 719468
    }
}
