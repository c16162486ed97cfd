/// What colours mean at the prompt; without colours everything is as it is.
public struct Palette: Sendable, Hashable {
    public enum Role: Sendable, Hashable {
        case plain, key, string, number, word, dim, error, advice, heading
    }

    public var isColoured: Bool

    public init(isColoured: Bool) { self.isColoured = isColoured }

    /// Colours for a stream: only to a terminal that knows them, and not where `NO_COLOR` is set.
    public init(environment: [String: String], isTerminal: Bool) {
        let isUnwanted = !(environment["NO_COLOR"] ?? "").isEmpty
        isColoured = isTerminal && !isUnwanted && environment["TERM"] != "dumb"
    }

    public func paint(_ text: String, _ role: Role) -> String {
        let escape = escape(role)
        return escape.isEmpty || text.isEmpty ? text : escape + text + "\u{1B}[0m"
    }

    func escape(_ role: Role) -> String {
        guard isColoured else { return "" }
        return switch role {
        case .plain: ""
        case .key: "\u{1B}[34m"
        case .string: "\u{1B}[32m"
        case .number: "\u{1B}[36m"
        case .word: "\u{1B}[35m"
        case .dim: "\u{1B}[2m"
        case .error: "\u{1B}[1;31m"
        case .advice: "\u{1B}[33m"
        case .heading: "\u{1B}[1m"
        }
    }
}
