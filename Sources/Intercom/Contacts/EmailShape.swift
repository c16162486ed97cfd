/// What an email address must look like to be worth sending. Intercom has the last word; this finds what can only be a
/// mistake: a name, two addresses, a cell with a comment.
public enum EmailShape {
    /// What is wrong, as the end of a sentence that begins with "it"; nil where nothing is.
    public static func complaint(about text: String) -> String? {
        let bytes = text.utf8
        if bytes.contains(where: { $0 <= 0x20 || $0 == 0x7F }) { return "holds white space" }
        guard let at = bytes.firstIndex(of: UInt8(ascii: "@")) else { return "has no @" }
        if at == bytes.startIndex { return "has nothing before the @" }
        let domain = bytes[bytes.index(after: at)...]
        if domain.isEmpty { return "has nothing after the @" }
        if domain.contains(UInt8(ascii: "@")) { return "has more than one @" }
        if bytes.contains(UInt8(ascii: ",")) || bytes.contains(UInt8(ascii: ";")) { return "looks like several" }
        if bytes.contains(UInt8(ascii: "<")) || bytes.contains(UInt8(ascii: ">")) { return "holds < or >" }
        return nil
    }
}
