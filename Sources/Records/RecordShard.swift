internal import Digests
internal import JSON

/// One of several processes that share an input between them: says which records are its own.
///
/// Together the shards of a count hold every record exactly once, also the ones that cannot be read.
public struct RecordShard: Sendable, Hashable {
    /// Which one this is, counted from 1.
    public let number: Int
    /// How many share the input.
    public let count: Int
    /// The field whose value decides, so that all records of one person meet in one shard; nil goes by the records'
    /// numbers, and so do records that do not have the field.
    public let field: String?

    /// - Returns: nil unless `number` is one of 1 to `count`.
    public init?(_ number: Int, of count: Int, by field: String? = nil) {
        guard count >= 1, (1...count).contains(number) else { return nil }
        self.number = number
        self.count = count
        self.field = field
    }

    /// The same share, decided by a field.
    public func by(_ field: String?) -> RecordShard {
        RecordShard(number, of: count, by: field) ?? self
    }

    /// Whether the record is for this shard.
    public func holds(_ item: RecordItem) -> Bool {
        Self.place(of: item, among: count, by: field) == number - 1
    }

    /// In which of so many places a record belongs, counted from 0.
    ///
    /// - Parameter field: see ``field``.
    public static func place(of item: RecordItem, among count: Int, by field: String?) -> Int {
        if let field, case .record(let record) = item, let key = record[field].flatMap(Self.key) {
            return Int(hash(key) % UInt64(count))
        }
        return (item.index - 1) % count
    }

    /// What decides for a value: its text, trimmed and in lower case; nil where there is none.
    static func key(_ value: JSONValue) -> String? {
        let text: String
        switch value {
        case .null: return nil
        case .string(let string): text = string
        default: text = value.text
        }
        let isSpace = { (character: Character) in character.isWhitespace }
        guard let first = text.firstIndex(where: { !isSpace($0) }), let last = text.lastIndex(where: { !isSpace($0) })
        else { return nil }
        return text[first...last].lowercased()
    }

    /// The first eight bytes of the key's SHA-256 as a big-endian number: easily done the same way elsewhere.
    static func hash(_ key: String) -> UInt64 {
        Digest.sha256(Array(key.utf8), length: 8).reduce(0) { $0 << 8 | UInt64($1) }
    }
}
