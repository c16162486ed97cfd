/// A file that was written to while it was read. Sizes are in bytes, of compressed files in compressed ones.
public struct InputChange: Sendable, Hashable, CustomStringConvertible {
    /// The file as it was given.
    public var name: String
    /// Its size when it was opened.
    public var opened: Int
    /// How much of it was read.
    public var read: Int
    /// Its size when there was nothing more to read.
    public var now: Int

    /// Nil where all of these are the same, and for files that say of themselves that they are empty, as those of `/proc`.
    init?(name: String, opened: Int, read: Int, now: Int) {
        if opened == read, now == read { return nil }
        if opened == 0, now == 0 { return nil }
        self.name = name
        self.opened = opened
        self.read = read
        self.now = now
    }

    /// Whether bytes that were there were not read.
    public var hasShrunk: Bool { read < opened || now < read }

    public var description: String {
        let sizes = "It had \(opened) bytes at first, \(read) were read, and \(now) are there now."
        let consequence =
            hasShrunk
            ? "Records may be missing or cut off."
            : now > read
                ? "What came last was not read." : "What was added was read too; its last record may be cut off."
        return "\"\(name)\" \(hasShrunk ? "shrank" : "grew") while it was read. \(sizes) \(consequence)"
    }
}
