import Foundation
import Synchronization

/// Collects what a process writes to a pipe, on a thread of its own, so that nothing waits for a pipe that is full.
final class StreamReader: Sendable {
    private struct State {
        var bytes: [UInt8] = []
        /// How much of it was given out as lines.
        var taken = 0
        var isAtEnd = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    init(_ handle: FileHandle) {
        Thread.detachNewThread { [self] in
            while true {
                let piece = handle.availableData
                if piece.isEmpty { break }
                update { $0.bytes += piece }
            }
            update { $0.isAtEnd = true }
        }
    }

    /// The next line without its newline; nil after the last.
    func nextLine() async -> String? {
        while true {
            let (line, isAtEnd) = state.withLock { state -> (String?, Bool) in
                let rest = state.bytes[state.taken...]
                if let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                    state.taken = end + 1
                    return (String(decoding: rest[..<end], as: UTF8.self), false)
                }
                guard state.isAtEnd, !rest.isEmpty else { return (nil, state.isAtEnd) }
                state.taken = state.bytes.count
                return (String(decoding: rest, as: UTF8.self), true)
            }
            if line != nil || isAtEnd { return line }
            await change()
        }
    }

    /// All that was written, once nobody can write any more.
    func everything() async -> String {
        while !state.withLock({ $0.isAtEnd }) { await change() }
        return state.withLock { String(decoding: $0.bytes, as: UTF8.self) }
    }

    private func change() async {
        let count = state.withLock { $0.bytes.count }
        await withCheckedContinuation { continuation in
            let hasChanged = state.withLock { state in
                if state.isAtEnd || state.bytes.count != count { return true }
                state.waiting.append(continuation)
                return false
            }
            if hasChanged { continuation.resume() }
        }
    }

    private func update(_ change: (inout sending State) -> Void) {
        let waiting = state.withLock { state in
            change(&state)
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }
}
