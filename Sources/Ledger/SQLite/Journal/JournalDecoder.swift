internal import Foundation
internal import GRDB

/// Reads what `JournalEncoder` wrote.
struct JournalDecoder {
    private let bytes: Data
    private var position: Data.Index

    private init(_ bytes: Data) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    /// The entries that some bytes stand for, in their order.
    ///
    /// - Throws: `DatabaseError` for bytes that are damaged.
    static func entries(_ bytes: Data) throws -> [LedgerBatch.Entry] {
        var decoder = JournalDecoder(bytes)
        var entries: [LedgerBatch.Entry] = []
        while decoder.position < bytes.endIndex { entries.append(try decoder.entry()) }
        return entries
    }

    private static let damaged = DatabaseError(resultCode: .SQLITE_CORRUPT, message: "an entry of the journal is damaged")

    private mutating func entry() throws -> LedgerBatch.Entry {
        guard let kind = JournalEncoder.Kind(rawValue: try byte()) else { throw Self.damaged }
        switch kind {
        case .intent: return .intent(try operation())
        case .operationEnded: return .operationEnded(try place(), try end())
        case .identity: return .identity(IdentityEntry(key: try key(), contactID: try text(), seenAt: try integer()))
        case .identityLost: return .identityLost(try key())
        case .contactReturned: return .contactReturned(try text())
        case .pushed: return .pushed(Array(try blob()), contact: try text())
        case .contactChanged: return .contactChanged(try text())
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
        guard position < bytes.endIndex else { throw Self.damaged }
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

    private mutating func blob() throws -> Data { try bytes(try number()) }

    private mutating func bytes(_ length: UInt64) throws -> Data {
        guard length <= UInt64(bytes.endIndex - position) else { throw Self.damaged }
        defer { position += Int(length) }
        return bytes[position..<position + Int(length)]
    }
}
