internal import Glibc

/// Bytes fed at the end and consumed at the start, always with `JSONParser.padding` readable ones behind them, so that
/// documents are parsed where they lie.
package final class PaddedBuffer {
    private var storage: UnsafeMutablePointer<UInt8>
    package private(set) var capacity: Int
    /// What has been fed and not consumed is `bytes[start..<end]`; feeding moves it to the front.
    package private(set) var start = 0
    package private(set) var end = 0

    package init(capacity: Int = 1 << 12) {
        self.capacity = capacity
        storage = Self.allocate(capacity)
    }

    deinit { free(storage) }

    /// Zeros that take no memory before they are written to.
    private static func allocate(_ capacity: Int) -> UnsafeMutablePointer<UInt8> {
        guard let storage = calloc(capacity + JSONParser.padding, 1) else { fatalError("not enough memory") }
        return storage.assumingMemoryBound(to: UInt8.self)
    }

    /// Valid until the next `feed`.
    package var bytes: UnsafePointer<UInt8> { UnsafePointer(storage) }
    package var count: Int { end - start }

    /// Some of the bytes; valid until the next `feed`.
    package subscript(range: Range<Int>) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: storage + range.lowerBound, count: range.count)
    }

    package func consume(to place: Int) { start = place }

    package func removeAll() {
        start = 0
        end = 0
    }

    /// Has `body` write the next piece, up to `count` bytes, behind what is left.
    ///
    /// - Returns: what `body` returns, which must be the number of bytes it wrote.
    package func feed<E>(
        upTo count: Int, _ body: (UnsafeMutableRawBufferPointer) throws(E) -> Int
    ) throws(E) -> Int {
        makeRoom(for: count)
        let written = try body(UnsafeMutableRawBufferPointer(start: storage + end, count: count))
        precondition(0...count ~= written, "more bytes written than there was room for")
        end += written
        return written
    }

    package func append(_ bytes: UnsafeRawBufferPointer) {
        guard !bytes.isEmpty else { return }
        _ = feed(upTo: bytes.count) { room in
            room.copyMemory(from: bytes)
            return bytes.count
        }
    }

    private func makeRoom(for count: Int) {
        let left = end - start
        if left + count > capacity {
            while left + count > capacity { capacity *= 2 }
            let grown = Self.allocate(capacity)
            grown.update(from: storage + start, count: left)
            free(storage)
            storage = grown
        } else if start > 0 {
            storage.update(from: storage + start, count: left)
        }
        start = 0
        end = left
    }
}
