public import Ledger

extension RunEntry {
    /// Which share of its input it took: the second of eight; nil for a run that took all of it.
    public var share: (number: Int, count: Int)? {
        guard let parts = Self.parts(of: selection) else { return nil }
        return (parts.number, parts.count)
    }

    /// What all shares of one whole have in common.
    var whole: Whole {
        let parts = Self.parts(of: selection)
        return Whole(
            scriptDigest: scriptDigest, workspace: workspace.key, shares: parts?.count ?? 1,
            selection: parts.map { String($0.rest) } ?? selection)
    }

    struct Whole: Hashable {
        var scriptDigest: [UInt8]
        var workspace: String
        var shares: Int
        /// How the input was divided and read.
        var selection: String
    }

    /// The numbers of a selection that begins with "share 2/8", and what follows.
    private static func parts(of selection: String) -> (number: Int, count: Int, rest: Substring)? {
        guard selection.hasPrefix("share ") else { return nil }
        let text = selection.dropFirst("share ".count)
        let fraction = text.prefix { $0 == "/" || $0.isNumber }
        let numbers = fraction.split(separator: "/").map { Int($0) }
        guard numbers.count == 2, let number = numbers[0], let count = numbers[1], (1...max(1, count)).contains(number)
        else { return nil }
        return (number, count, text[fraction.endIndex...])
    }
}
