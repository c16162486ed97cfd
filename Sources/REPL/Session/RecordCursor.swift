internal import Records

/// A place in an input, between which and the beginning one can go back some way.
final class RecordCursor {
    /// How many records are kept to go back to.
    static let limit = 1000

    let input: RecordInput
    let options: RecordOptions
    private let reader: RecordReader
    private var seen: [RecordItem] = []
    /// How many records there were before the first that is kept.
    private var forgotten = 0
    /// Which record it stands at, counting from 1; 0 before the first.
    private(set) var position = 0

    /// - Throws: `RecordsError` where the input is not there or its format is not known.
    init(_ input: RecordInput, options: RecordOptions) throws(RecordsError) {
        self.input = input
        self.options = options
        reader = try RecordReader([input], options: options)
    }

    var name: String { input.name }

    var current: RecordItem? {
        let index = position - forgotten - 1
        return seen.indices.contains(index) ? seen[index] : nil
    }

    /// Goes one record on; nil at the end, where it stays at the last one.
    ///
    /// - Throws: `RecordsError` where nothing more can be read.
    func next() throws(RecordsError) -> RecordItem? {
        if position == forgotten + seen.count {
            guard let item = try reader.next() else { return nil }
            seen.append(item)
            if seen.count >= 2 * Self.limit {
                seen.removeFirst(Self.limit)
                forgotten += Self.limit
            }
        }
        position += 1
        return current
    }

    /// Goes to a record that was read before. Returns false, and stays, where it is not kept or there is none.
    func goTo(_ position: Int) -> Bool {
        guard position > forgotten, position <= forgotten + seen.count else { return false }
        self.position = position
        return true
    }
}
