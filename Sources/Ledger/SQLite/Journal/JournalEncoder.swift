/// Entries in the bytes in which the journal keeps them: a byte for the kind of each, four for the length of the rest, the
/// lowest first, and its parts. Numbers are written seven bits a byte, the lowest first; texts and bytes begin with their
/// length; a text that may be nil, with one more than that, or 0; anything else that may be, with a byte that says so.
struct JournalEncoder {
    private(set) var bytes: [UInt8] = []
    /// The blocks of the records whose operations are among the entries.
    private(set) var blocks: Set<Int> = []
    private var lastBlock = -1

    /// Operations are found by the block of their record, so many records in each.
    private static let blockSize = 256

    /// - Parameter entries: about how many there will be.
    init(entries: Int = 0) { bytes.reserveCapacity(entries * 96) }

    static func block(of record: Int) -> Int { record / blockSize }

    enum Kind: UInt8 {
        case intent = 1
        case operationEnded, identity, identityLost, contactReturned, contactChanged
    }

    /// Outcomes of records are not for the journal.
    mutating func append(_ entry: LedgerBatch.Entry) {
        guard let kind = Kind(entry) else { return }
        bytes.append(kind.rawValue)
        let start = bytes.count
        for _ in 0..<4 { bytes.append(0) }
        appendParts(entry)
        var length = bytes.count - start - 4
        for index in start..<start + 4 {
            bytes[index] = UInt8(truncatingIfNeeded: length)
            length >>= 8
        }
    }

    private mutating func appendParts(_ entry: LedgerBatch.Entry) {
        switch entry {
        case .intent(let operation): append(operation)
        case .operationEnded(let place, let end):
            append(place)
            append(end)
        case .identity(let identity, let payload):
            append(identity.key)
            append(identity.contactID)
            append(identity.seenAt)
            append(payload != nil)
            if let payload { append(payload) }
        case .identityLost(let key): append(key)
        case .contactReturned(let id): append(id)
        case .contactChanged(let id): append(id)
        case .record: break
        }
    }

    private mutating func append(_ operation: OperationEntry) {
        append(operation.place)
        append(operation.fingerprint)
        append(operation.action)
        append(operation.key != nil)
        if let key = operation.key { append(key) }
        append(operation.contactID)
        append(operation.startedAt)
        append(operation.end != nil)
        if let end = operation.end { append(end) }
    }

    private mutating func append(_ place: OperationEntry.Place) {
        let block = Self.block(of: place.record)
        if block != lastBlock {
            lastBlock = block
            blocks.insert(block)
        }
        append(Int64(place.record))
        append(Int64(place.number))
    }

    private mutating func append(_ end: OperationEntry.End) {
        append(end.outcome)
        append(end.endedAt)
        append(end.contact != nil)
        guard let contact = end.contact else { return }
        append(contact.id)
        append(contact.email)
        append(contact.externalID)
        append(contact.updatedAt != nil)
        if let time = contact.updatedAt { append(time) }
        append(contact.isGone)
    }

    private mutating func append(_ key: MatchedValue) {
        append(key.field)
        append(key.value)
    }

    private mutating func append(_ flag: Bool) { bytes.append(flag ? 1 : 0) }

    private mutating func append(_ number: Int64) { append(UInt64(bitPattern: number)) }

    private mutating func append(_ number: UInt64) {
        var rest = number
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    private mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { utf8 in
            append(UInt64(utf8.count))
            bytes.append(contentsOf: utf8)
        }
    }

    private mutating func append(_ text: String?) {
        guard var text else { return bytes.append(0) }
        text.withUTF8 { utf8 in
            append(UInt64(utf8.count + 1))
            bytes.append(contentsOf: utf8)
        }
    }

    private mutating func append(_ blob: [UInt8]) {
        append(UInt64(blob.count))
        bytes.append(contentsOf: blob)
    }
}

extension JournalEncoder.Kind {
    fileprivate init?(_ entry: LedgerBatch.Entry) {
        switch entry {
        case .intent: self = .intent
        case .operationEnded: self = .operationEnded
        case .identity: self = .identity
        case .identityLost: self = .identityLost
        case .contactReturned: self = .contactReturned
        case .contactChanged: self = .contactChanged
        case .record: return nil
        }
    }
}
