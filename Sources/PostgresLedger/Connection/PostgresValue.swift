/// A parameter of a statement in PostgreSQL's binary format, which needs no quoting; nil is NULL.
struct PostgresValue: Sendable {
    let bytes: [UInt8]?

    private init(bytes: [UInt8]?) { self.bytes = bytes }

    /// `bigint`.
    static func int(_ value: Int64?) -> PostgresValue { PostgresValue(bytes: value.map(bigEndian)) }

    /// `bigint`.
    static func int(_ value: Int) -> PostgresValue { int(Int64(value)) }

    /// `text`.
    static func text(_ value: String?) -> PostgresValue { PostgresValue(bytes: value.map(utf8)) }

    /// `bytea`.
    static func blob(_ value: [UInt8]?) -> PostgresValue { PostgresValue(bytes: value) }

    /// `bigint[]`.
    static func ints(_ values: [Int64?]) -> PostgresValue { array(20, values.map { $0.map(bigEndian) }) }

    /// `bigint[]`.
    static func ints(_ values: [Int]) -> PostgresValue { array(20, values.map { bigEndian(Int64($0)) }) }

    /// `text[]`.
    static func texts(_ values: [String?]) -> PostgresValue { array(25, values.map { $0.map(utf8) }) }

    /// `bytea[]`.
    static func blobs(_ values: [[UInt8]?]) -> PostgresValue { array(17, values) }

    /// One dimension, a flag for NULLs, the elements' type, their number, the first index; then length and bytes of each.
    private static func array(_ type: Int32, _ elements: [[UInt8]?]) -> PostgresValue {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(20 + elements.reduce(0) { $0 + 4 + ($1?.count ?? 0) })
        for number in [1, elements.contains { $0 == nil } ? 1 : 0, type, Int32(elements.count), 1] {
            bytes += bigEndian(number)
        }
        for element in elements {
            bytes += bigEndian(Int32(element?.count ?? -1))
            if let element { bytes += element }
        }
        return PostgresValue(bytes: bytes)
    }

    private static func bigEndian(_ value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value.bigEndian) { Array($0) }
    }

    /// PostgreSQL's text cannot hold a zero byte: its symbol stands for it.
    private static func utf8(_ text: String) -> [UInt8] {
        text.utf8.contains(0) ? Array(text.replacing("\0", with: "\u{2400}").utf8) : Array(text.utf8)
    }
}
