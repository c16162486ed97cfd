internal import Foundation
internal import Records
internal import Synchronization

/// Reads records on a thread of its own, so that a slow pipe holds up nothing else, and keeps some in store.
///
/// Sendable: the reader is only used by the feed's thread; what both sides share is under the mutex.
final class RecordFeed: @unchecked Sendable {
    private struct State {
        var items: [RecordItem] = []
        var error: RecordsError?
        var isAtEnd = false
        var isStopped = false
        var waiting: CheckedContinuation<Void, Never>?
    }

    private static let capacity = 1024
    private let reader: any RecordSource
    private let meter: InputMeter?
    private let state = Mutex(State())
    /// Counts the free places. Made with none, for one that has fewer at its end than at its beginning is a crash.
    private let room = DispatchSemaphore(value: 0)

    init(_ reader: any RecordSource, limit: Int?, meter: InputMeter? = nil) {
        self.reader = reader
        self.meter = meter
        for _ in 0..<Self.capacity { room.signal() }
        Thread.detachNewThread { self.read(limit: limit) }
    }

    /// Whether there are records to take without waiting.
    var hasItems: Bool { state.withLock { !$0.items.isEmpty } }

    /// The records there are now, at least one; empty at the end.
    func take() async throws(RecordsError) -> [RecordItem] {
        while true {
            let (items, error, isAtEnd) = state.withLock { state in
                defer { state.items = [] }
                return (state.items, state.error, state.isAtEnd)
            }
            if !items.isEmpty {
                for _ in items { room.signal() }
                return items
            }
            if let error { throw error }
            if isAtEnd { return [] }
            await arrival()
        }
    }

    /// Reads no more.
    func stop() {
        let waiting = state.withLock { state in
            state.isStopped = true
            state.isAtEnd = true
            defer { state.waiting = nil }
            return state.waiting
        }
        waiting?.resume()
        room.signal()
        reader.stop()
    }

    private func arrival() async {
        await withCheckedContinuation { continuation in
            let isReady = state.withLock { state in
                if !state.items.isEmpty || state.isAtEnd || state.error != nil { return true }
                state.waiting = continuation
                return false
            }
            if isReady { continuation.resume() }
        }
    }

    private func read(limit: Int?) {
        var count = 0
        while limit.map({ count < $0 }) ?? true {
            room.wait()
            if state.withLock({ $0.isStopped }) { return }
            do throws(RecordsError) {
                guard let item = try reader.next() else { break }
                count += 1
                meter?.note(records: count, bytes: reader.bytesYielded)
                update { $0.items.append(item) }
            } catch {
                return update { $0.error = error }
            }
        }
        meter?.noteEnd(records: count)
        update { $0.isAtEnd = true }
    }

    private func update(_ change: (inout sending State) -> Void) {
        let waiting = state.withLock { state in
            change(&state)
            defer { state.waiting = nil }
            return state.waiting
        }
        waiting?.resume()
    }
}
