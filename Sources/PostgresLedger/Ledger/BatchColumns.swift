internal import Ledger

/// What a batch comes to, each row once, in columns: a statement takes a whole column as one parameter.
struct BatchColumns {
    /// An operation as it is at the end of the batch.
    private struct Operation {
        var entry: OperationEntry
        var contact: WrittenContact?
    }

    private var operations: [OperationEntry.Place: Operation] = [:]
    /// The ends of operations that were begun in an earlier batch.
    private var ends: [OperationEntry.Place: OperationEntry.End] = [:]
    private var records: [Int: RecordEntry] = [:]
    private var contacts = ContactChanges()

    init(_ batch: LedgerBatch) {
        for entry in batch.entries {
            contacts.note(entry)
            switch entry {
            case .intent(let operation):
                operations[operation.place] = Operation(entry: operation)
                ends[operation.place] = nil
            case .operationEnded(let place, let end): self.end(place, end)
            case .record(let record): records[record.number] = record
            case .identity, .identityLost, .contactReturned, .contactChanged: break
            }
        }
    }

    private mutating func end(_ place: OperationEntry.Place, _ end: OperationEntry.End) {
        if var operation = operations[place] {
            operation.entry.end = end
            operation.entry.contactID = end.contact?.id ?? operation.entry.contactID
            operation.contact = end.contact
            operations[place] = operation
        } else {
            ends[place] = end
        }
    }

    /// The parameters of `PostgresLedger.writing` after its first three.
    var parameters: [PostgresValue] {
        let operations = operations.values.sorted {
            ($0.entry.place.record, $0.entry.place.number) < ($1.entry.place.record, $1.entry.place.number)
        }
        let ends = ends.sorted { ($0.key.record, $0.key.number) < ($1.key.record, $1.key.number) }
        let records = records.values.sorted { $0.number < $1.number }
        return operationColumns(operations) + endColumns(ends) + recordColumns(records) + identityColumns
            + [
                .texts(contacts.isGone.filter(\.value).map(\.key).sorted()),
                .texts(contacts.isGone.filter { !$0.value }.map(\.key).sorted()),
            ] + payloadColumns
    }

    private var payloadColumns: [PostgresValue] {
        let holdings = contacts.sortedHoldings
        let all = holdings.flatMap { contact, holding in holding.payloads.map { (contact: contact, payload: $0) } }
        return [
            .texts(holdings.filter(\.holding.isNew).map(\.contact)), .texts(all.map(\.contact)),
            .blobs(all.map(\.payload)),
        ]
    }

    private func operationColumns(_ operations: [Operation]) -> [PostgresValue] {
        [
            .ints(operations.map(\.entry.place.record)), .ints(operations.map(\.entry.place.number)),
            .blobs(operations.map(\.entry.fingerprint)), .texts(operations.map(\.entry.action)),
            .texts(operations.map(\.entry.key?.field)), .texts(operations.map(\.entry.key?.value)),
            .texts(operations.map(\.entry.contactID)), .ints(operations.map(\.entry.startedAt)),
            .ints(operations.map(\.entry.end?.endedAt)), .texts(operations.map(\.entry.end?.outcome)),
            .texts(operations.map(\.contact?.email)), .texts(operations.map(\.contact?.externalID)),
            .ints(operations.map(\.contact?.updatedAt)),
        ]
    }

    private func endColumns(_ ends: [(key: OperationEntry.Place, value: OperationEntry.End)]) -> [PostgresValue] {
        [
            .ints(ends.map(\.key.record)), .ints(ends.map(\.key.number)), .ints(ends.map(\.value.endedAt)),
            .texts(ends.map(\.value.outcome)), .texts(ends.map(\.value.contact?.id)),
            .texts(ends.map(\.value.contact?.email)), .texts(ends.map(\.value.contact?.externalID)),
            .ints(ends.map(\.value.contact?.updatedAt)),
        ]
    }

    private func recordColumns(_ records: [RecordEntry]) -> [PostgresValue] {
        [
            .ints(records.map(\.number)), .ints(records.map(\.line)), .texts(records.map(\.outcome)),
            .texts(records.map(\.action)), .texts(records.map(\.key?.field)), .texts(records.map(\.key?.value)),
            .texts(records.map(\.contactID)), .ints(records.map(\.attempts)), .texts(records.map(\.reason)),
            .blobs(records.map(\.payload)), .ints(records.map(\.endedAt)), .texts(records.map(\.source)),
            .texts(records.map(\.problem?.code)), .texts(records.map(\.problem?.message)),
            .texts(records.map(\.problem?.requestID)), .texts(records.map(\.problem?.details)),
            .texts(records.map(\.original)),
        ]
    }

    private var identityColumns: [PostgresValue] {
        let all = contacts.sortedIdentities
        let known = all.compactMap(\.identity)
        let lost = all.filter { $0.identity == nil }.map(\.key)
        return [
            .texts(known.map(\.key.field)), .texts(known.map(\.key.value)), .texts(known.map(\.contactID)),
            .ints(known.map(\.seenAt)), .texts(lost.map(\.field)),
            .texts(lost.map(\.value)),
        ]
    }
}
