internal import CPostgres
public import Ledger

/// Where a database of PostgreSQL is and who connects to it: a URL as libpq takes it, TLS and all else in its parameters.
public struct PostgresAddress: Sendable, Hashable, CustomStringConvertible {
    let url: String
    /// The URL with three stars where a password stands: the only form of it that is ever shown or kept.
    public let description: String

    private static let schemes = ["postgres://", "postgresql://"]

    /// Whether a text is meant as one.
    public static func isMeant(by text: String) -> Bool { schemes.contains { text.hasPrefix($0) } }

    /// - Throws: `unwritable` for what libpq does not understand, and where there is no libpq. The URL itself is not in the
    ///   message, for nobody can tell which part of it is the password.
    public init(_ url: String) throws(LedgerError) {
        // Whatever calls a function of libpq has an address first.
        if let failure = postgres_load() {
            throw LedgerError(
                .unwritable, "PostgreSQL's client library cannot be loaded: \(String(cString: failure))",
                advice: "install it: apt-get install libpq5")
        }
        self.url = url
        description = Self.redacted(url)
        let options = PQconninfoParse(url, nil)
        PQconninfoFree(options)
        guard options != nil, !url.utf8.contains(0) else {
            throw LedgerError(
                .unwritable, "what --ledger names is no URL of a PostgreSQL database",
                advice: "write postgres://USER@HOST:PORT/DATABASE, with %40 for an @ and so on in its parts")
        }
    }

    /// The text with three stars where a password stands, if it is such a URL; rather too much is left out than too little.
    public static func redacted(_ text: String) -> String {
        guard let scheme = schemes.first(where: { text.hasPrefix($0) }) else { return text }
        var rest = Substring(text.dropFirst(scheme.count))
        var shown = scheme
        // The last one: a password that should have been escaped may hold others.
        if let at = rest.lastIndex(of: "@") {
            if let colon = rest[..<at].firstIndex(of: ":") {
                shown += rest[..<colon] + ":***"
                rest = rest[at...]
            }
        }
        return shown + withoutParameters(rest)
    }

    private static func withoutParameters(_ text: Substring) -> String {
        let name = "password="
        var rest = text
        var shown = ""
        while let found = rest.indices.first(where: { rest[$0...].prefix(name.count).lowercased() == name }) {
            shown += rest[..<found] + rest[found...].prefix(name.count) + "***"
            rest = rest[found...].dropFirst(name.count).drop { $0 != "&" }
        }
        return shown + rest
    }
}
