/// Scheme, host and port that calls go to: `https` anywhere, plain `http` to this machine only, so that a token never
/// travels in the clear.
public struct BaseURL: Sendable, Hashable, CustomStringConvertible {
    public let scheme: String
    /// As it stands in a URL: an IPv6 address keeps its brackets.
    public let host: String
    public let port: Int?

    init(scheme: String, host: String, port: Int?) {
        self.scheme = scheme
        self.host = host
        self.port = port
    }

    /// Reads `https://host`, `https://host:port` or `http://localhost:port`; one `/` may end it.
    ///
    /// - Throws: `invalid_argument` for another scheme, `http` to a host that is not this machine, and for user names,
    ///   paths, queries and fragments, which a base URL has none of.
    public init(_ text: String) throws(IntercomError) {
        func refuse(_ why: String) -> IntercomError {
            IntercomError(
                .invalidArgument, "The base URL \"\(text)\" \(why).", field: "base_url",
                advice: "Use https://HOST, or http://127.0.0.1:PORT for a server on this machine.")
        }
        let lowered = text.lowercased()
        let scheme: String
        if lowered.hasPrefix("https://") {
            scheme = "https"
        } else if lowered.hasPrefix("http://") {
            scheme = "http"
        } else {
            throw refuse("is neither https nor http")
        }
        var authority = lowered.dropFirst(scheme.utf8.count + 3)
        if authority.last == "/" { authority.removeLast() }
        guard !authority.contains("@") else { throw refuse("holds a user name or password") }
        guard let (host, port) = Self.split(authority) else { throw refuse("is not a host with an optional port") }
        guard scheme == "https" || Self.isLoopback(host) else {
            throw refuse("would send the access token in the clear")
        }
        self.init(scheme: scheme, host: host, port: port)
    }

    public var description: String { "\(scheme)://\(host)\(port.map { ":\($0)" } ?? "")" }

    /// Whether calls stay on this machine.
    public var isLoopback: Bool { Self.isLoopback(host) }

    private static func split(_ authority: Substring) -> (host: String, port: Int?)? {
        var host = authority
        var port: Int?
        let hostEnd = authority.first == "[" ? authority.firstIndex(of: "]") : authority.startIndex
        guard let hostEnd else { return nil }
        if let colon = authority[hostEnd...].firstIndex(of: ":") {
            let digits = authority[authority.index(after: colon)...]
            guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(digits),
                (1...65535).contains(number)
            else { return nil }
            port = number
            host = authority[..<colon]
        }
        let isBracketed = host.first == "["
        let allowed: (UInt8) -> Bool = { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."): true
            case UInt8(ascii: "-"): !isBracketed
            case UInt8(ascii: ":"): isBracketed
            default: false
            }
        }
        if isBracketed && host.last != "]" { return nil }
        let name = isBracketed ? host.dropFirst().dropLast() : host
        guard !name.isEmpty, name.utf8.allSatisfy(allowed) else { return nil }
        return (String(host), port)
    }

    /// `localhost`, `[::1]` and the four-part addresses 127.x.y.z; a name like `127.0.0.1.example.com` is none of them.
    private static func isLoopback(_ host: String) -> Bool {
        if host == "localhost" || host == "[::1]" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}
