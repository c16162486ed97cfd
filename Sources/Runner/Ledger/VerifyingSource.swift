internal import Records

/// Where a run's records come from.
protocol RecordSource: AnyObject {
    /// The next record, or the place of one that could not be read; nil at the end.
    func next() throws(RecordsError) -> RecordItem?
    /// Bytes that the items yielded so far took up.
    var bytesYielded: Int { get }
    /// No further records are wanted: whoever waits for one is to get none. From any thread.
    func stop()
}

extension RecordSource {
    func stop() {}
}

extension RecordReader: RecordSource {}

/// Holds back the records that there is work to do for, until it is certain that the input is the one that the run was
/// begun with. Only needed of an input that can be read but once.
final class VerifyingSource: RecordSource {
    private let source: any RecordSource
    private let watch: InputWatch
    private let names: [String]
    private let isDone: (Int) -> Bool
    private var held: [RecordItem] = []
    private var position = 0

    var bytesYielded: Int { source.bytesYielded }

    init(_ source: any RecordSource, watch: InputWatch, names: [String], isDone: @escaping (Int) -> Bool) {
        self.source = source
        self.watch = watch
        self.names = names
        self.isDone = isDone
    }

    func next() throws(RecordsError) -> RecordItem? {
        while true {
            if let position = watch.mismatch { throw refusal(position, "begins differently") }
            if position < held.count, watch.isVerified {
                position += 1
                return held[position - 1]
            }
            guard let item = try source.next() else {
                if let position = watch.mismatch { throw refusal(position, "begins differently") }
                if let position = watch.unverified { throw refusal(position, "is shorter") }
                if position < held.count { continue }
                return nil
            }
            if isDone(item.index) || (watch.isVerified && position == held.count) { return item }
            held.append(item)
        }
    }

    private func refusal(_ position: Int, _ how: String) -> RecordsError {
        RecordsError(
            .malformed, source: names[position],
            message: "is not the input that the run was begun with: it \(how)",
            advice: "feed the run the same input again, or start a new one")
    }
}
