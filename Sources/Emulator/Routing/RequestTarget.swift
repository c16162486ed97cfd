/// The target of a request line, taken apart.
struct RequestTarget: Sendable {
    /// The path as it came, without the query.
    let path: String
    /// Its segments, percent-decoded after they were split, so that an id may hold a slash. A slash at the end is
    /// nothing.
    let segments: [String]
    private let query: Substring

    init(_ target: String) {
        let question = target.utf8.firstIndex(of: UInt8(ascii: "?"))
        let path = question.map { target[..<$0] } ?? target[...]
        query = question.map { target[target.utf8.index(after: $0)...] } ?? ""
        self.path = String(path)
        segments = path.utf8.split(separator: UInt8(ascii: "/"))
            .map { PercentEncoding.decoded(Substring($0), plusIsSpace: false) }
    }

    /// The first value of a query parameter, decoded.
    func parameter(_ name: String) -> String? {
        guard !query.isEmpty else { return nil }
        for pair in query.utf8.split(separator: UInt8(ascii: "&")) {
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            if PercentEncoding.decoded(Substring(parts[0]), plusIsSpace: true) == name {
                return parts.count > 1 ? PercentEncoding.decoded(Substring(parts[1]), plusIsSpace: true) : ""
            }
        }
        return nil
    }
}

/// Percent-encoding of URLs (RFC 3986, 2.1).
enum PercentEncoding {
    /// What is no valid escape stays as it is; bytes that are no UTF-8 become U+FFFD.
    static func decoded(_ text: Substring, plusIsSpace: Bool) -> String {
        let source = text.utf8
        let isPlain = source.allSatisfy { $0 != UInt8(ascii: "%") && !(plusIsSpace && $0 == UInt8(ascii: "+")) }
        if isPlain { return String(text) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(source.count)
        var rest = source
        while let byte = rest.first {
            rest = rest.dropFirst()
            let pair = rest.prefix(2)
            if byte == UInt8(ascii: "%"), pair.count == 2, pair.allSatisfy({ hexValue($0) != nil }) {
                bytes.append(pair.reduce(0) { $0 << 4 | (hexValue($1) ?? 0) })
                rest = rest.dropFirst(2)
            } else {
                bytes.append(plusIsSpace && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func hexValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
