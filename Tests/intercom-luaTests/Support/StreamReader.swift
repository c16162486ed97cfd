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
            var piece = [UInt8](repeating: 0, count: 1 << 16)
            while true {
                let count = read(handle.fileDescriptor, &piece, piece.count)
                if count < 0, errno == EINTR { continue }
                // A terminal that is closed at the other end is an error to read from.
                if count <= 0 { break }
                let bytes = piece[..<count]
                update { $0.bytes += bytes }
            }
            update { $0.isAtEnd = true }
        }
    }

    /// The next line without its newline; nil after the last.
    func nextLine() async -> String? {
        while true {
            let (line, isAtEnd, count) = state.withLock { state -> (String?, Bool, Int) in
                let rest = state.bytes[state.taken...]
                if let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                    state.taken = end + 1
                    return (String(decoding: rest[..<end], as: UTF8.self), false, 0)
                }
                guard state.isAtEnd, !rest.isEmpty else { return (nil, state.isAtEnd, state.bytes.count) }
                state.taken = state.bytes.count
                return (String(decoding: rest, as: UTF8.self), true, 0)
            }
            if line != nil || isAtEnd { return line }
            await change(from: count)
        }
    }

    /// All that was written so far, as soon as it is what is waited for, or all there will be.
    func text(where isAwaited: @escaping @Sendable (String) -> Bool) async -> String {
        while true {
            let (text, isAtEnd, count) = state.withLock {
                (String(decoding: $0.bytes, as: UTF8.self), $0.isAtEnd, $0.bytes.count)
            }
            if isAtEnd || isAwaited(text) { return text }
            await change(from: count)
        }
    }

    /// All that was written, once nobody can write any more.
    func everything() async -> String {
        while true {
            let (isAtEnd, count) = state.withLock { ($0.isAtEnd, $0.bytes.count) }
            if isAtEnd { break }
            await change(from: count)
        }
        return state.withLock { String(decoding: $0.bytes, as: UTF8.self) }
    }

    /// Waits until there is an end, or more than so many bytes.
    private func change(from count: Int) async {
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
