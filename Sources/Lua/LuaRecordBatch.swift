internal import CLuaBridge

/// Where a record is in its batch. The layout is that of `lb_record`.
package struct LuaRecordPlace: Sendable {
    /// The line it starts on, from 1.
    package var line: Int64
    /// Its first byte, of CSV its first cell.
    package var start: UInt32
    /// How many bytes it has; 0 for CSV.
    package var count: UInt32

    package init(line: Int, start: Int, count: Int) {
        self.line = Int64(line)
        self.start = UInt32(truncatingIfNeeded: start)
        self.count = UInt32(truncatingIfNeeded: count)
    }

    /// The place of a record that is none, which the transform stops at.
    package static func none(line: Int) -> LuaRecordPlace { LuaRecordPlace(line: line, start: -1, count: 0) }

    /// The place of a record that is somebody else's: it only counts.
    package var passedOver: LuaRecordPlace { LuaRecordPlace(line: Int(line), start: -1, count: 1) }
    package var isPassedOver: Bool { start == .max && count == 1 }
}

/// Records that lie in one piece of memory, with 64 readable bytes behind.
package struct LuaRecordBatch {
    package var bytes: UnsafePointer<UInt8>
    package var places: UnsafeBufferPointer<LuaRecordPlace>
    /// Pairs of `UInt32`: where each cell starts and ends. Nil where the records are JSON.
    package var cells: UnsafeRawPointer?
    /// The number of the first record.
    package var firstNumber: Int

    package init(
        bytes: UnsafePointer<UInt8>, places: UnsafeBufferPointer<LuaRecordPlace>, cells: UnsafeRawPointer?,
        firstNumber: Int
    ) {
        self.bytes = bytes
        self.places = places
        self.cells = cells
        self.firstNumber = firstNumber
    }

    /// What the bridge takes, for the first `count` of the records.
    func prefix(_ count: Int) -> lb_batch {
        lb_batch(
            bytes: bytes,
            records: UnsafeRawPointer(places.baseAddress)?.assumingMemoryBound(to: lb_record.self), count: count,
            cells: cells?.assumingMemoryBound(to: lb_cell.self), first_number: Int64(firstNumber))
    }
}
