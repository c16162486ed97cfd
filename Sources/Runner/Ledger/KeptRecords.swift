internal import Foundation
internal import JSON
public import Ledger
internal import Records
internal import Synchronization

/// The records of a run that another takes up again, as the ledger has kept them, under their own numbers.
///
/// To be read on a thread that may be blocked, by one reader.
final class KeptRecords: RecordSource {
    private let selection: RetrySelection
    private let attempts: Attempts
    private var page: [RecordEntry] = []
    private var position = 0
    private var last = 0
    /// Nothing is read of any input.
    let bytesYielded = 0

    /// How often records have been begun before, by their numbers: those that were read and have not ended again.
    final class Attempts: Sendable {
        private let counts = Mutex<[Int: Int]>([:])

        fileprivate func set(_ count: Int, of record: Int) { counts.withLock { $0[record] = count } }

        func take(_ record: Int) -> Int { counts.withLock { $0.removeValue(forKey: record) } ?? 0 }
    }

    init(_ selection: RetrySelection, attempts: Attempts) {
        self.selection = selection
        self.attempts = attempts
    }

    func next() throws(RecordsError) -> RecordItem? {
        while true {
            while position < page.count {
                let entry = page[position]
                position += 1
                last = entry.number
                guard let record = entry.record else { continue }
                attempts.set(entry.attempts, of: entry.number)
                return .record(record)
            }
            page = try nextPage()
            position = 0
            if page.isEmpty { return nil }
        }
    }

    private func nextPage() throws(RecordsError) -> [RecordEntry] {
        let answer = Answer()
        Task { [selection, last] in
            var pages = selection.pages(after: last)
            do throws(LedgerError) { answer.set(.success(try await pages.next() ?? [])) } catch {
                answer.set(.failure(error))
            }
        }
        do throws(LedgerError) { return try answer.wait().get() } catch {
            throw RecordsError(
                .unreadable, source: "run \(selection.parent.id)",
                message: "cannot be taken up: \(error.message)", advice: error.advice)
        }
    }
}

/// What a task found out, for a thread that waits for it.
private final class Answer: Sendable {
    private let result = Mutex<Result<[RecordEntry], LedgerError>>(.success([]))
    private let isThere = DispatchSemaphore(value: 0)

    func set(_ result: Result<[RecordEntry], LedgerError>) {
        self.result.withLock { $0 = result }
        isThere.signal()
    }

    func wait() -> Result<[RecordEntry], LedgerError> {
        isThere.wait()
        return result.withLock { $0 }
    }
}

extension RecordEntry {
    /// Whether the record is here as it was read, so that it can be taken up again: not where it could not be read as one.
    public var isKept: Bool { original != nil }

    /// The record as it was read.
    fileprivate var record: Record? {
        guard let original, let document = try? JSONDocument(parsing: original) else { return nil }
        return Record(index: number, line: line, source: source ?? "", payload: .document(document))
    }
}
