public import Ledger
public import Records

extension RunConfiguration {
    /// What was read of inputs that were put into a queue.
    public struct Enqueued: Sendable {
        /// How many records there were, and places where one should be.
        public var records = 0
        /// How much of each input was read, by its position.
        public var inputs: [Int: InputEntry.ReadPart] = [:]
    }

    /// Reads all records of the inputs, for a queue.
    ///
    /// - Parameters:
    ///   - lane: where a record belongs.
    ///   - append: takes some of them, in their order.
    /// - Throws: `RecordsError` where an input cannot be read; what `append` throws.
    public func enqueue(
        lane: (RecordItem) -> Int, append: ([QueuedRecord]) async throws -> Void
    ) async throws -> Enqueued {
        let watch = InputWatch(inputs.map { _ in .nothing }) { _ in true }
        let reader = try RecordReader(inputs, options: options.applied(to: records))
        reader.watch = { watch.read($1, ofInput: $0) }
        var enqueued = Enqueued()
        var batch: [QueuedRecord] = []
        while options.limit.map({ enqueued.records < $0 }) ?? true, let item = try reader.next() {
            batch.append(QueuedRecord(item, lane: lane(item)))
            enqueued.records += 1
            if batch.count == 1000 {
                try await append(batch)
                batch = []
            }
        }
        if !batch.isEmpty { try await append(batch) }
        enqueued.inputs = watch.progress()
        return enqueued
    }

    /// Takes over what the script's own options say where nothing else was said.
    public mutating func take(_ script: RunOptions) { options = options.over(script) }
}
