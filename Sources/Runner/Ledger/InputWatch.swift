internal import Digests
internal import IntercomScripting
internal import Ledger
internal import Synchronization

/// Follows what is read of the inputs, so that a run that goes on can tell whether they are the same.
final class InputWatch: Sendable {
    private struct Input: Sendable {
        var digest = Digest.Running()
        /// What an earlier process read of it.
        var expected: InputEntry.ReadPart
        var isVerified: Bool
        var isTold = false
    }

    private struct State: Sendable {
        var inputs: [Input]
        var mismatch: Int?
    }

    private let state: Mutex<State>

    /// - Parameters:
    ///   - expected: what was read of each input before; nothing of those of a run that begins.
    ///   - isVerified: the inputs that are known to begin with it.
    init(_ expected: [InputEntry.ReadPart], isVerified: (Int) -> Bool) {
        state = Mutex(
            State(
                inputs: expected.enumerated().map { position, part in
                    Input(expected: part, isVerified: part.length == 0 || isVerified(position))
                }))
    }

    /// Whether all inputs are known to begin as they did.
    var isVerified: Bool { state.withLock { $0.mismatch == nil && $0.inputs.allSatisfy(\.isVerified) } }

    /// The position of an input that is not the one it was.
    var mismatch: Int? { state.withLock { $0.mismatch } }

    /// The position of an input of which too little was read to tell.
    var unverified: Int? { state.withLock { $0.inputs.firstIndex { !$0.isVerified } } }

    func read(_ bytes: UnsafeRawBufferPointer, ofInput position: Int) {
        state.withLock { state in
            guard state.inputs.indices.contains(position), !bytes.isEmpty else { return }
            let missing = state.inputs[position].expected.length - state.inputs[position].digest.length
            state.inputs[position].isTold = false
            guard !state.inputs[position].isVerified, missing <= bytes.count else {
                return state.inputs[position].digest.update(bytes)
            }
            state.inputs[position].digest.update(UnsafeRawBufferPointer(rebasing: bytes[..<Int(missing)]))
            if state.inputs[position].digest.digest == state.inputs[position].expected.digest {
                state.inputs[position].isVerified = true
            } else {
                state.mismatch = position
            }
            state.inputs[position].digest.update(UnsafeRawBufferPointer(rebasing: bytes[Int(missing)...]))
        }
    }

    /// What was read of the inputs of which more was read than ever before, since the last call.
    func progress() -> [Int: InputEntry.ReadPart] {
        state.withLock { state in
            var parts: [Int: InputEntry.ReadPart] = [:]
            for (position, input) in state.inputs.enumerated()
            where !input.isTold && input.isVerified && input.digest.length > input.expected.length {
                state.inputs[position].isTold = true
                parts[position] = InputEntry.ReadPart(length: input.digest.length, digest: input.digest.digest)
            }
            return parts
        }
    }
}
