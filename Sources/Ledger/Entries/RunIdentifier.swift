/// Names a run: eight letters and digits, of which as many need be typed as tell it from the others.
public struct RunIdentifier: Hashable, Sendable, CustomStringConvertible {
    public let description: String

    /// Without vowels, so that it spells no word, and without letters that look like digits.
    private static let letters = Array("bcdfghjkmnpqrstvwxz")
    private static let characters = Array("0123456789bcdfghjkmnpqrstvwxz")

    public init(_ description: String) { self.description = description }

    /// One that nobody has yet, as good as certainly: there are 300 thousand million of them.
    public static func random(using generator: inout some RandomNumberGenerator) -> RunIdentifier {
        var text = ""
        // A letter first, so that no spreadsheet takes it for a number.
        if let first = letters.randomElement(using: &generator) { text.append(first) }
        for _ in 1..<8 {
            if let next = characters.randomElement(using: &generator) { text.append(next) }
        }
        return RunIdentifier(text)
    }

    /// The same by the system's chance.
    public static func random() -> RunIdentifier {
        var generator = SystemRandomNumberGenerator()
        return random(using: &generator)
    }

    /// Whether a word can be an identifier, or the beginning of one.
    public static func isPossible(_ word: String) -> Bool {
        (1...8).contains(word.count) && word.allSatisfy(characters.contains)
    }
}
