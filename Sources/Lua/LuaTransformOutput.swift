internal import CLuaBridge
internal import Glibc

/// What a transform wrote, and the memory in which it stands.
///
/// Sendable: it is written into only while a transform has it, and handed on whole.
package final class LuaTransformOutput: @unchecked Sendable {
    var buffer = lb_text_buffer()

    package init() {}

    deinit { free(buffer.bytes) }

    /// The size of the memory, in bytes.
    package var capacity: Int { buffer.capacity }

    package func withBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(UnsafeRawBufferPointer(start: buffer.bytes, count: buffer.count))
    }
}
