/// Finds the bytes of CSV that mean something, one after the other: delimiters, quotes, line feeds, carriage returns.
struct CSVMatches {
    private let delimiters: UInt64
    private let quotes = ByteMatch.pattern(UInt8(ascii: "\""))
    private let lineFeeds = ByteMatch.pattern(UInt8(ascii: "\n"))
    private let carriageReturns = ByteMatch.pattern(UInt8(ascii: "\r"))
    /// Where the word starts in which `found` are still to be handed out.
    private var base: Int
    private var found: UInt64 = 0

    init(delimiter: UInt8, start: Int) {
        delimiters = ByteMatch.pattern(delimiter)
        base = start - 8
    }

    /// Where the next one is; nil when there is none left. Eight bytes behind the last must be readable.
    @inline(__always)
    mutating func next(in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        guard let start = bytes.baseAddress else { return nil }
        while found == 0 {
            base += 8
            guard base < bytes.count else { return nil }
            let word = ByteMatch.word(at: start + base)
            found =
                ByteMatch.equal(word, delimiters) | ByteMatch.equal(word, quotes)
                | ByteMatch.equal(word, lineFeeds) | ByteMatch.equal(word, carriageReturns)
        }
        let position = base + found.trailingZeroBitCount >> 3
        found &= found &- 1
        return position < bytes.count ? position : nil
    }

    /// Lets `next` find nothing more.
    mutating func stop() {
        found = 0
        base = .max - 8
    }
}
