/// What two texts have in common and where they differ, line by line.
enum LineDifference {
    /// Lines around a difference that are shown with it.
    private static let context = 3

    /// `- ` in front of a line that was expected, `+ ` of one that was found instead; long stretches that are the same are
    /// left out.
    static func lines(expected: [String], found: [String]) -> [String] {
        let difference = found.difference(from: expected)
        var removed: Set<Int> = []
        var inserted: Set<Int> = []
        for change in difference {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): inserted.insert(offset)
            }
        }
        var merged: [(mark: Character, text: String)] = []
        var (old, new) = (0, 0)
        while old < expected.count || new < found.count {
            if old < expected.count, removed.contains(old) {
                merged.append(("-", expected[old]))
                old += 1
            } else if new < found.count, inserted.contains(new) {
                merged.append(("+", found[new]))
                new += 1
            } else {
                merged.append((" ", old < expected.count ? expected[old] : ""))
                old += 1
                new += 1
            }
        }
        return shortened(merged)
    }

    private static func shortened(_ lines: [(mark: Character, text: String)]) -> [String] {
        let changed = lines.indices.filter { lines[$0].mark != " " }
        var shown: [String] = []
        var isLeavingOut = false
        for (position, line) in lines.enumerated() {
            let isNear = changed.contains { abs($0 - position) <= context }
            if isNear {
                shown.append("\(line.mark) \(line.text)")
            } else if !isLeavingOut {
                shown.append("  …")
            }
            isLeavingOut = !isNear
        }
        return shown
    }
}
