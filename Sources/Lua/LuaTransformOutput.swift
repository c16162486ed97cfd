internal import CLuaBridge
internal import Glibc

/// What a transform wrote, and the memory in which it stands.
///
/// Sendable: it is written into only while a transform has it, and handed on whole.
package final class LuaTransformOutput: @unchecked Sendable {
    var buffer = lb_text_buffer()

    package init() {}

    deinit { free(buffer.bytes) }

    /// Whether its memory is worth keeping for what is written next: what a large record has blown up is not.
    package var isWorthKeeping: Bool { buffer.capacity <= 4 << 20 }

    package func withBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(UnsafeRawBufferPointer(start: buffer.bytes, count: buffer.count))
    }
}
