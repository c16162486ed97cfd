/// A walk through the entries of the history, among those that begin like the line that it started from.
struct HistoryWalk: Sendable {
    /// The oldest first.
    private(set) var entries: [String]
    /// The index of the entry that is shown; past the last one for the line that the walk started from.
    private var position: Int
    private var draft = ""
    private var beginning = ""
    private var shown: String?

    init(_ entries: [String]) {
        self.entries = entries
        position = entries.count
    }

    /// Adds an entry. Returns whether it is one: not the last one again, and not empty.
    mutating func add(_ entry: String) -> Bool {
        guard !entry.isEmpty, entry != entries.last else { return false }
        entries.append(entry)
        if entries.count > 2 * HistoryFile.limit { entries.removeFirst(HistoryFile.limit) }
        begin()
        return true
    }

    /// A new line begins.
    mutating func begin() {
        position = entries.count
        shown = nil
    }

    /// The next older entry that fits; nil where there is none.
    ///
    /// - Parameters:
    ///   - line: what stands there: where it is not what the walk has shown, it starts from it.
    ///   - before: the line up to the cursor, with which entries are to begin.
    mutating func older(than line: String, beginning before: String) -> String? {
        if line != shown {
            position = entries.count
            draft = line
            beginning = before
        }
        let index = entries[..<position].lastIndex { $0.hasPrefix(beginning) && $0 != line }
        return index.map { show($0) }
    }

    /// The next newer entry that fits, after the newest one the line that the walk started from; nil where no walk is on.
    mutating func newer(than line: String) -> String? {
        guard line == shown, position < entries.count else { return nil }
        if let index = entries[(position + 1)...].firstIndex(where: { $0.hasPrefix(beginning) && $0 != line }) {
            return show(index)
        }
        begin()
        return draft
    }

    private mutating func show(_ index: Int) -> String {
        position = index
        shown = entries[index]
        return entries[index]
    }
}
