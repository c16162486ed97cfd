internal import Foundation
internal import GRDB

/// Reads what `JournalEncoder` wrote.
struct JournalDecoder {
    private let bytes: UnsafeRawBufferPointer
    private var position = 0

    private init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    /// The entries that some bytes stand for, in their order.
    ///
    /// - Parameters:
    ///   - kind: only those of one kind; nil for all.
    ///   - record: only the operations of one record; nil for all entries.
    /// - Throws: `DatabaseError` for bytes that are damaged.
    static func entries(
        _ bytes: Data, only kind: JournalEncoder.Kind? = nil, ofRecord record: Int? = nil
    ) throws -> [LedgerBatch.Entry] {
        try bytes.withUnsafeBytes { bytes in
            var decoder = JournalDecoder(bytes)
            var entries: [LedgerBatch.Entry] = []
            while decoder.position < bytes.count {
                guard let next = JournalEncoder.Kind(rawValue: try decoder.byte()) else { throw damaged }
                let end = try decoder.length() + decoder.position
                let isWanted =
                    try (kind == nil || kind == next) && (record == nil || decoder.isOperation(next, of: record))
                if isWanted { entries.append(try decoder.entry(next)) } else { decoder.position = end }
                guard decoder.position == end else { throw damaged }
            }
            return entries
        }
    }

    private static let damaged = DatabaseError(
        resultCode: .SQLITE_CORRUPT, message: "an entry of the journal is damaged")

    /// Whether the entry that begins here is of an operation of a record.
    private func isOperation(_ kind: JournalEncoder.Kind, of record: Int?) throws -> Bool {
        guard kind == .intent || kind == .operationEnded else { return false }
        var copy = self
        return Int(try copy.integer()) == record
    }

    /// How many bytes an entry has.
    private mutating func length() throws -> Int {
        var length = 0
        for shift in stride(from: 0, to: 32, by: 8) { length |= Int(try byte()) << shift }
        guard length <= bytes.count - position else { throw Self.damaged }
        return length
    }

    private mutating func entry(_ kind: JournalEncoder.Kind) throws -> LedgerBatch.Entry {
        switch kind {
        case .intent: .intent(try operation())
        case .operationEnded: .operationEnded(try place(), try end())
        case .identity:
            .identity(
                IdentityEntry(key: try key(), contactID: try text(), seenAt: try integer()),
                holding: try flag() ? Array(try blob()) : nil)
        case .identityLost: .identityLost(try key())
        case .contactReturned: .contactReturned(try text())
        case .contactChanged: .contactChanged(try text())
        }
    }

    private mutating func operation() throws -> OperationEntry {
        let (place, fingerprint, action) = (try place(), Array(try blob()), try text())
        let key = try flag() ? key() : nil
        var operation = OperationEntry(
            place: place, fingerprint: fingerprint, action: action, key: key, contactID: try optionalText(),
            startedAt: try integer())
        operation.end = try flag() ? end() : nil
        return operation
    }

    private mutating func place() throws -> OperationEntry.Place {
        OperationEntry.Place(record: Int(try integer()), number: Int(try integer()))
    }

    private mutating func end() throws -> OperationEntry.End {
        OperationEntry.End(outcome: try text(), endedAt: try integer(), contact: try flag() ? contact() : nil)
    }

    private mutating func contact() throws -> WrittenContact {
        WrittenContact(
            id: try text(), email: try optionalText(), externalID: try optionalText(),
            updatedAt: try flag() ? integer() : nil, isGone: try flag())
    }

    private mutating func key() throws -> MatchedValue { MatchedValue(field: try text(), value: try text()) }

    private mutating func byte() throws -> UInt8 {
        guard position < bytes.count else { throw Self.damaged }
        defer { position += 1 }
        return bytes[position]
    }

    private mutating func flag() throws -> Bool { try byte() != 0 }

    private mutating func integer() throws -> Int64 { Int64(bitPattern: try number()) }

    private mutating func number() throws -> UInt64 {
        var number: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            let byte = try byte()
            number |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return number }
        }
        throw Self.damaged
    }

    private mutating func text() throws -> String { String(decoding: try blob(), as: UTF8.self) }

    private mutating func optionalText() throws -> String? {
        let length = try number()
        return length == 0 ? nil : String(decoding: try bytes(length - 1), as: UTF8.self)
    }

    private mutating func blob() throws -> UnsafeRawBufferPointer { try bytes(try number()) }

    private mutating func bytes(_ length: UInt64) throws -> UnsafeRawBufferPointer {
        guard length <= UInt64(bytes.count - position) else { throw Self.damaged }
        defer { position += Int(length) }
        return UnsafeRawBufferPointer(rebasing: bytes[position..<position + Int(length)])
    }
}
