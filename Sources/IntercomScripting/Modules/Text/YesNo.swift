/// What the cells of a table say for true and false.
enum YesNo {
    private static let yes: Set<String> = ["true", "t", "yes", "y", "on", "1", "x", "✓", "✔"]
    private static let no: Set<String> = ["false", "f", "no", "n", "off", "0"]

    /// The truth in a text; nil where it is neither.
    static func read(_ text: some StringProtocol) -> Bool? {
        let word = text.trimmed.lowercased()
        if yes.contains(word) { return true }
        return no.contains(word) ? false : nil
    }
}
