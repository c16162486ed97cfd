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
    /// Nil for what stands for nobody any more.
    private var identities: [MatchedValue: IdentityEntry?] = [:]
    /// Whether a contact is gone.
    private var gone: [String: Bool] = [:]
    /// Contacts of which it is not known any more what they held before the batch.
    private var changed: Set<String> = []
    /// What contacts hold at the end of the batch.
    private var pushed: [String: Set<[UInt8]>] = [:]

    init(_ batch: LedgerBatch) {
        for entry in batch.entries {
            switch entry {
            case .intent(let operation):
                operations[operation.place] = Operation(entry: operation)
                ends[operation.place] = nil
                if let id = operation.contactID, operation.isWrite { change(id) }
            case .operationEnded(let place, let end): self.end(place, end)
            case .record(let record): records[record.number] = record
            case .identity(let identity, let payload):
                identities[identity.key] = .some(identity)
                if let payload { pushed[identity.contactID, default: []].insert(payload) }
            case .identityLost(let key): identities[key] = .some(nil)
            case .contactReturned(let id): gone[id] = false
            case .contactChanged(let id): change(id)
            }
        }
    }

    private mutating func change(_ id: String) {
        changed.insert(id)
        pushed[id] = nil
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
        if let contact = end.contact, contact.isGone { gone[contact.id] = true }
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
                .texts(gone.filter(\.value).map(\.key).sorted()),
                .texts(gone.filter { !$0.value }.map(\.key).sorted()),
            ] + payloadColumns
    }

    private var payloadColumns: [PostgresValue] {
        let all = pushed.sorted { $0.key < $1.key }.flatMap { contact, payloads in
            payloads.map { (contact: contact, payload: $0) }
        }
        return [.texts(changed.sorted()), .texts(all.map(\.contact)), .blobs(all.map(\.payload))]
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
        // In one order for all, so that two who write the same ones do not wait for each other in a circle.
        let all = identities.sorted { ($0.key.field, $0.key.value) < ($1.key.field, $1.key.value) }
        let known = all.compactMap(\.value)
        let lost = all.filter { $0.value == nil }.map(\.key)
        return [
            .texts(known.map(\.key.field)), .texts(known.map(\.key.value)), .texts(known.map(\.contactID)),
            .ints(known.map(\.seenAt)), .texts(lost.map(\.field)),
            .texts(lost.map(\.value)),
        ]
    }
}
