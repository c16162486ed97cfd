/// A person's name in two parts, as forms ask for it.
struct PersonName: Equatable {
    let first: String?
    let last: String?

    /// What belongs to the family name behind it: `van Beethoven`, `de la Cruz`.
    private static let particles: Set<String> = [
        "al", "bin", "da", "das", "de", "del", "della", "den", "der", "di", "do", "dos", "du", "el", "ibn", "la", "le",
        "st.", "ten", "ter", "van", "vom", "von", "zu", "zum", "zur",
    ]

    /// The last word and the particles before it are the last name, all before them is the first name; with a comma, it
    /// is the other way round. One word alone is a first name.
    init(_ text: some StringProtocol) {
        let halves = text.squeezed.split(separator: ",", maxSplits: 1, omittingEmptySubsequences: false)
            .map { String($0.trimmed) }
        if halves.count == 2 {
            first = halves[1].isEmpty ? nil : halves[1]
            last = halves[0].isEmpty ? nil : halves[0]
            return
        }
        let words = (halves.first ?? "").split(separator: " ")
        guard words.count > 1 else {
            first = words.first.map(String.init)
            last = nil
            return
        }
        var start = words.count - 1
        while start > 1, Self.particles.contains(words[start - 1].lowercased()) { start -= 1 }
        first = words[..<start].joined(separator: " ")
        last = words[start...].joined(separator: " ")
    }
}
