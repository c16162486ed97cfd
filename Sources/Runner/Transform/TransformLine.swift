internal import Foundation
internal import Lua
internal import Records

/// Hands batches of records from the input to the jobs, and what these make of them to the output.
///
/// Sendable: the output is under a lock of its own, and so is the reading; all else that changes is under the condition's.
final class TransformLine: @unchecked Sendable {
    struct Item {
        /// Which batch it is, from 0.
        var sequence: Int
        var batch: RecordBatch
    }

    let configuration: TransformConfiguration
    /// Where the jobs run.
    let cores: JobCores
    /// What the script does with a record, as far as that is known.
    let recordUse: RecordUse?
    /// What the script takes away from the records that it returns; nil where it returns others, or that is of no interest.
    let removedFields: Set<String>?
    /// Whether there is a file for records that are left out.
    let wantsRejects: Bool
    /// Records that were read.
    let meter = InputMeter()
    private let writing = Condition()
    private var output: TransformOutput
    private let condition = Condition()
    private let capacity: Int
    /// Whether the jobs read for themselves, in turns: what is read is then in the cache of the core that works on it. One
    /// job has a thread that reads ahead; so have more where an input may keep its reader waiting, for whoever waits
    /// there cannot be told to stop.
    private let readsInTurns: Bool
    private let reading = Condition()
    /// How many records may be read; set before anybody reads.
    private var limit = Int.max
    /// How many were, and in how many batches; under `reading`.
    private var recordsRead = 0
    private var batchesRead = 0
    /// Asks the jobs to end after the record at work.
    let stopFlag = LuaStopFlag()
    private var reader: RecordBatchReader?
    private var items: [Item] = []
    /// Batches that were read and are not done.
    private var underWay = 0
    private var isAtEnd = false
    private var isStopped = false
    private var failure: (any Error)?
    private var knownColumns: [String]?

    init(_ configuration: TransformConfiguration, output: TransformOutput) {
        self.configuration = configuration
        cores = JobCores(jobs: configuration.jobs)
        wantsRejects = output.hasRejects
        self.output = output
        let told = configuration.doesAsTold || configuration.format.isCSV ? configuration.recordUse : nil
        recordUse = configuration.doesAsTold ? told : nil
        removedFields = configuration.format.isCSV ? told?.removedFields : nil
        capacity = 2 * configuration.jobs + 2
        readsInTurns = configuration.jobs > 1 && configuration.run.inputs.allSatisfy(\.isAtHand)
        if configuration.format.isCSV { knownColumns = configuration.columns }
    }

    // MARK: Reading

    /// Begins to read, unless another job has done so.
    ///
    /// - Returns: how the input is read.
    /// - Throws: `RecordsError` where an input is not there.
    func begin(_ script: RunOptions) throws(RecordsError) -> RecordOptions {
        let settled = configuration.run.options.over(script)
        let records = settled.applied(to: configuration.run.records)
        var error: RecordsError?
        condition.locked {
            guard reader == nil else { return }
            do throws(RecordsError) {
                reader = try RecordBatchReader(configuration.run.inputs, options: records)
                reader?.changed = { [log = configuration.run.log] in log(.changedInput($0)) }
            } catch let reason {
                error = reason
            }
            limit = settled.limit ?? .max
            if reader != nil, !readsInTurns { Thread.detachNewThread { self.readAhead() } }
        }
        if let error { throw error }
        return records
    }

    private func readAhead() {
        while true {
            condition.wait { underWay >= capacity && !isStopped }
            if condition.locked({ isStopped }) { return }
            guard let item = readNext() else { return }
            condition.signal {
                items.append(item)
                underWay += 1
            }
        }
    }

    /// Reads the next batch; nil where nothing comes any more, and notes that.
    private func readNext() -> Item? {
        reading.locked {
            guard let reader, !condition.locked({ isAtEnd }) else { return nil }
            do {
                if let batch = try reader.next(limit: limit - recordsRead) {
                    recordsRead += batch.held
                    meter.note(records: recordsRead, bytes: 0)
                    defer { batchesRead += 1 }
                    return Item(sequence: batchesRead, batch: batch)
                }
            } catch {
                condition.signal { failure = failure ?? error }
            }
            condition.signal { isAtEnd = true }
            return nil
        }
    }

    // MARK: Jobs

    /// The columns of the output; nil while they are not known, or where it has none.
    var columns: [String]? {
        get { condition.locked { knownColumns } }
        set { condition.signal { knownColumns = newValue } }
    }

    /// The header of the input, once all of it was read and there were no records; nil where there is none.
    var headerAtEnd: CSVHeader? { condition.locked { isAtEnd ? reader?.header : nil } }

    /// The next batch; nil at the end. Only the first job gets any while the columns are not known.
    func take(job: Int) -> Item? {
        let waitsForColumns = configuration.format.isCSV && job != 0
        var item: Item?
        var reads = false
        condition.wait {
            if isStopped || items.isEmpty && isAtEnd { return false }
            if waitsForColumns, knownColumns == nil { return true }
            if readsInTurns {
                reads = underWay < capacity
                if reads { underWay += 1 }
                return !reads
            }
            item = items.isEmpty ? nil : items.removeFirst()
            return item == nil
        }
        return reads ? readNext() : item
    }

    /// Takes what became of a batch, which is not used any more.
    ///
    /// - Returns: memory for another.
    func deliver(_ piece: TransformPiece, of item: Item) -> LuaTransformOutput {
        let taken = withOutput { try $0.take(piece, sequence: item.sequence) }
        reader?.recycle(item.batch)
        condition.signal { underWay -= taken?.done ?? 0 }
        return taken?.spare ?? LuaTransformOutput()
    }

    /// What became of the records so far. Waits while the output does.
    var outcomes: [RecordOutcome: Int] { writing.locked { output.summary.outcomes } }

    /// Takes what comes after the last batch.
    func deliver(rest: [UInt8]) {
        _ = withOutput { try $0.take(rest: rest) }
    }

    /// Has the output; what it throws ends everything.
    private func withOutput<Result>(_ body: (inout TransformOutput) throws -> Result) -> Result? {
        do {
            return try writing.locked { Swift.Result { try body(&output) } }.get()
        } catch {
            fail(error)
            return nil
        }
    }

    // MARK: Ending

    /// Whether nothing has failed or stopped it so far.
    var isComplete: Bool { condition.locked { failure == nil && !isStopped } }

    /// Lets the records at work end, and no others begin.
    func stop() {
        stopFlag.raise()
        condition.signal { isStopped = true }
    }

    func fail(_ error: any Error) {
        condition.signal { failure = failure ?? error }
        stop()
    }

    /// Completes the output, unless something failed or it was stopped.
    ///
    /// - Returns: what became of the records.
    /// - Throws: what a job failed with, or the reading, or the writing.
    func finish() throws -> RunSummary {
        let (failure, isStopped) = condition.locked { (self.failure, self.isStopped) }
        return try writing.locked {
            Result {
                if let failure {
                    output.abandon()
                    throw failure
                }
                if isStopped { try output.interrupt() } else { try output.finish() }
                return output.summary
            }
        }.get()
    }
}
