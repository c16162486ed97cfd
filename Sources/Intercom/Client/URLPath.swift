/// Builds the path and query of a URL from parts that may hold anything, so that no value ever reaches an endpoint other
/// than the one meant: `a/../b?x#y` stays one path segment.
struct URLPath: Sendable, Hashable, ExpressibleByStringLiteral {
    private(set) var text: String
    private var hasQuery = false

    /// A path that is known when this is compiled: `/contacts/search`.
    init(stringLiteral fixed: StaticString) { text = fixed.description }

    /// Starts from a path that somebody wrote by hand and that has been checked.
    init(checked text: String) {
        self.text = text
        hasQuery = text.utf8.contains(UInt8(ascii: "?"))
    }

    /// Adds `/` and the value as one segment.
    ///
    /// - Throws: `invalid_argument` where the value is empty: the URL would be another endpoint's.
    func segment(_ value: String, of field: String) throws(IntercomError) -> URLPath {
        guard !value.isEmpty else { throw IntercomError(.invalidArgument, "\(field) is empty.", field: field) }
        var path = self
        path.text += "/"
        // "." and ".." would be taken for steps in the path by some, so that their dots are encoded too.
        if value == "." || value == ".." {
            path.text += value == "." ? "%2E" : "%2E%2E"
        } else {
            path.text += Self.encode(value)
        }
        return path
    }

    /// Adds a fixed piece: `/archive`.
    func fixed(_ text: StaticString) -> URLPath {
        var path = self
        path.text += text.description
        return path
    }

    /// Adds `name=value` to the query; nothing where the value is nil.
    func query(_ name: String, _ value: String?) -> URLPath {
        guard let value else { return self }
        var path = self
        path.text += (hasQuery ? "&" : "?") + Self.encode(name) + "=" + Self.encode(value)
        path.hasQuery = true
        return path
    }

    /// Adds a query that is encoded already; nil where it holds what no query can.
    func query(encoded query: String) -> URLPath? {
        guard query.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "#") }), !query.isEmpty else {
            return nil
        }
        var path = self
        path.text += (hasQuery ? "&" : "?") + query
        path.hasQuery = true
        return path
    }

    /// Percent-encodes everything but RFC 3986's unreserved characters.
    static func encode(_ value: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var output: [UInt8] = []
        output.reserveCapacity(value.utf8.count)
        for byte in value.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                output.append(byte)
            default: output.append(contentsOf: [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]])
            }
        }
        return String(decoding: output, as: UTF8.self)
    }
}
