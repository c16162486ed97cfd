/// What somebody who misspelt a name may have meant.
public enum Nearest {
    /// The name with the fewest edits (inserting, leaving out, replacing, swapping neighbours) from `name`; nil where the
    /// nearest is too far off to be a slip.
    public static func name(to name: String, among names: some Sequence<String>) -> String? {
        let wanted = Array(name.lowercased())
        let limit = max(1, wanted.count / 3)
        let ranked = names.map { (name: $0, distance: distance(wanted, Array($0.lowercased()))) }
        let best = ranked.min { ($0.distance, $0.name) < ($1.distance, $1.name) }
        guard let best, best.distance <= limit else { return nil }
        return best.name
    }

    /// The optimal string alignment distance.
    static func distance(_ one: [Character], _ other: [Character]) -> Int {
        var before: [Int] = []
        var row = Array(0...other.count)
        for i in 0..<one.count {
            var next = [i + 1] + Array(repeating: 0, count: other.count)
            for j in 0..<other.count {
                let cost = one[i] == other[j] ? 0 : 1
                next[j + 1] = min(row[j + 1] + 1, next[j] + 1, row[j] + cost)
                if i > 0, j > 0, one[i] == other[j - 1], one[i - 1] == other[j] {
                    next[j + 1] = min(next[j + 1], before[j - 1] + 1)
                }
            }
            before = row
            row = next
        }
        return row.last ?? 0
    }
}
