internal import JSON
internal import Lua
internal import Records

/// What a job made of one batch.
struct TransformPiece {
    /// What comes before its records: the header of columns that were found out, and the rows of which they were.
    var beginning: [UInt8] = []
    /// The records as the output has them.
    var output = LuaTransformOutput()
    /// Records of which something was made, and of which nothing was.
    var done = 0
    var skipped = 0
    /// Records about which there is more to say.
    var others: [Other] = []
    /// Whether what comes after must not be written: the batch is not done to its end.
    var isLast = false
    /// The record that the transform fails for.
    var failure: RecordResult?

    struct Other {
        var result: RecordResult
        /// The line of the file of rejects; nil where there is none to be written.
        var line: [UInt8]?
    }
}

/// Where a transform writes: brings what the jobs make into the order of the input.
struct TransformOutput {
    private let output: ByteSink
    private let rejects: ByteSink?
    private let isArray: Bool
    private let rejected: @Sendable (RecordResult) -> Void
    private(set) var summary = RunSummary()
    /// The batch whose turn it is.
    private var next = 0
    /// What came before its turn.
    private var early: [Int: TransformPiece] = [:]
    /// Memory of what was written, for what is written next.
    private var spares: [LuaTransformOutput] = []
    private var hasRecords = false
    /// What comes before the first record: the header of columns that were given, the bracket of an array.
    private let opening: [UInt8]
    private var isClosed = false

    init(
        _ output: ByteSink, rejects: ByteSink?, configuration: TransformConfiguration,
        rejected: @escaping @Sendable (RecordResult) -> Void
    ) {
        self.output = output
        self.rejects = rejects
        isArray = configuration.format == .json
        if isArray {
            opening = [UInt8(ascii: "[")]
        } else if configuration.format.isCSV, let columns = configuration.columns {
            opening = CSVWriter(columns: columns, delimiter: configuration.format == .tsv ? .tab : .comma)
                .headerIfNoRecord()
        } else {
            opening = []
        }
        self.rejected = rejected
    }

    /// - Returns: how many batches are done by it, and memory for another.
    /// - Throws: `RecordsError` where the output fails, ``TransformFailure`` at a record that ends it.
    mutating func take(_ piece: TransformPiece, sequence: Int) throws -> (done: Int, spare: LuaTransformOutput) {
        guard sequence == next else {
            early[sequence] = piece
            return (0, spares.popLast() ?? LuaTransformOutput())
        }
        try write(piece)
        var done = 1
        while let ready = early.removeValue(forKey: next) {
            try write(ready)
            if ready.output.isWorthKeeping { spares.append(ready.output) }
            done += 1
        }
        // A job gets its own memory back where it can, which is in the cache of its core.
        return (done, piece.output)
    }

    private mutating func write(_ piece: TransformPiece) throws {
        next += 1
        if isClosed { return }
        isClosed = piece.isLast
        try piece.beginning.withUnsafeBytes { try write($0) }
        try piece.output.withBytes { try write($0) }
        summary.add(piece.done, of: .unchanged)
        summary.add(piece.skipped, of: .skipped, reason: "nothing was returned")
        for other in piece.others {
            summary.add(other.result)
            if other.result.outcome == .rejected, piece.failure == nil { rejected(other.result) }
            if let line = other.line { try rejects?.append { $0 += line } }
        }
        // Whoever reads along is not made to wait for more of them.
        if !piece.others.isEmpty { try rejects?.flush() }
        if let failure = piece.failure {
            isClosed = true
            throw TransformFailure(result: failure)
        }
    }

    private mutating func write(_ bytes: UnsafeRawBufferPointer) throws(RecordsError) {
        guard !bytes.isEmpty else { return }
        var bytes = bytes
        if !hasRecords {
            try output.append { $0 += opening }
            // Each item of an array comes with a comma before it, which the first must not have.
            if isArray { bytes = UnsafeRawBufferPointer(rebasing: bytes.dropFirst()) }
        }
        hasRecords = true
        try output.write(bytes)
    }

    /// Takes what comes after the last batch.
    mutating func take(rest: [UInt8]) throws {
        if !isClosed { try rest.withUnsafeBytes { try write($0) } }
    }

    var hasRejects: Bool { rejects != nil }

    /// Writes what there is; a file that was to be written is not.
    func interrupt() throws(RecordsError) {
        try output.flush()
        output.abandon()
        try rejects?.finish()
    }

    /// The same after a failure.
    func abandon() {
        try? output.flush()
        output.abandon()
        rejects?.abandon()
    }

    func finish() throws(RecordsError) {
        if !hasRecords { try output.append { $0 += opening } }
        if isArray { try output.append { $0 += hasRecords ? "\n]\n".utf8 : "]\n".utf8 } }
        try output.finish()
        try rejects?.finish()
    }
}
