/// What could stand at the cursor.
public struct Completion: Sendable, Hashable {
    /// One way to go on.
    public struct Candidate: Sendable, Hashable {
        /// What replaces the text in question.
        public var text: String
        /// What follows it where it is the only one: a closing quote, an opening parenthesis.
        public var ending: String
        /// What a list shows; a path's candidates show their last part only.
        public var label: String

        public init(_ text: String, ending: String = "", label: String? = nil) {
            self.text = text
            self.ending = ending
            self.label = label ?? text
        }
    }

    /// The text before the cursor that a candidate replaces.
    public var typed: String
    /// In the order in which they are shown.
    public var candidates: [Candidate]

    public init(typed: String = "", candidates: [Candidate] = []) {
        self.typed = typed
        self.candidates = candidates
    }

    /// What Tab does to a line.
    struct Edit: Hashable {
        /// How many characters before the cursor go.
        var deleted: Int
        var inserted: String
        /// Whether the candidates are to be listed, since nothing more is certain.
        var lists: Bool
    }

    /// The edit of a line that ends in ``typed`` at the cursor; nil where there is nothing to do.
    ///
    /// Characters are counted as the editor counts them: Unicode scalars.
    func edit(of before: String) -> Edit? {
        guard let first = candidates.first else { return nil }
        let deleted = typed.unicodeScalars.count
        if candidates.count == 1 { return Edit(deleted: deleted, inserted: first.text + first.ending, lists: false) }
        let common = candidates.dropFirst().reduce(first.text) { $0.commonPrefix(with: $1.text) }
        guard common.hasPrefix(typed), common.count > typed.count else {
            return Edit(deleted: 0, inserted: "", lists: true)
        }
        return Edit(deleted: deleted, inserted: common, lists: false)
    }

    /// The candidates in columns, top to bottom.
    func listing(columns: Int, limit: Int = 120) -> String {
        let labels = candidates.prefix(limit).map(\.label)
        let width = (labels.map(\.count).max() ?? 0) + 2
        let across = max(1, columns / width)
        let down = (labels.count + across - 1) / across
        var lines: [String] = []
        for row in 0..<down {
            var line = ""
            for index in stride(from: row, to: labels.count, by: down) {
                line += labels[index] + String(repeating: " ", count: max(0, width - labels[index].count))
            }
            lines.append(String(line.reversed().drop { $0 == " " }.reversed()))
        }
        if candidates.count > limit { lines.append("… \(candidates.count - limit) more") }
        return lines.joined(separator: "\n")
    }
}

extension String {
    fileprivate func commonPrefix(with other: String) -> String {
        String(zip(self, other).prefix { $0 == $1 }.map(\.0))
    }
}
