internal import JSON
internal import Synchronization

/// Buffers of batches that are done, for those to come.
final class BatchMemory: Sendable {
    private static let keptAtMost = 16
    /// A buffer that a long record has blown up is not kept.
    private static let keptSize = 4 << 20

    // Safe to share: a buffer is here only while nobody else has it, and the lock hands it to one taker.
    private struct Spare: @unchecked Sendable { var buffers: [PaddedBuffer] = [] }
    private let spare = Mutex(Spare())

    /// An empty buffer.
    func take(capacity: Int) -> PaddedBuffer {
        if let kept = spare.withLock({ $0.buffers.popLast() }) { return kept }
        return PaddedBuffer(capacity: capacity)
    }

    func put(_ batch: RecordBatch) {
        guard case .documents(let buffer) = batch.memory, buffer.capacity <= Self.keptSize else { return }
        buffer.removeAll()
        spare.withLock { if $0.buffers.count < Self.keptAtMost { $0.buffers.append(buffer) } }
    }
}
