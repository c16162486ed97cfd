internal import Records

/// A place in an input, between which and the beginning one can go back some way.
final class RecordCursor {
    /// How many records are kept to go back to.
    static let limit = 1000

    let name: String
    private let reader: RecordReader
    private var seen: [RecordItem] = []
    private var position = -1

    /// - Throws: `RecordsError` where the input is not there or its format is not known.
    init(_ input: RecordInput, options: RecordOptions) throws(RecordsError) {
        name = input.name
        reader = try RecordReader([input], options: options)
    }

    var current: RecordItem? { seen.indices.contains(position) ? seen[position] : nil }

    /// Goes one record on; nil at the end, where it stays at the last one.
    ///
    /// - Throws: `RecordsError` where nothing more can be read.
    func next() throws(RecordsError) -> RecordItem? {
        if position + 1 == seen.count {
            guard let item = try reader.next() else { return nil }
            seen.append(item)
            if seen.count > Self.limit {
                seen.removeFirst()
                position -= 1
            }
        }
        position += 1
        return seen[position]
    }

    /// Goes one record back; nil at the first of those that are kept.
    func previous() -> RecordItem? {
        guard position > 0 else { return nil }
        position -= 1
        return seen[position]
    }
}
