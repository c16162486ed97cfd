/// What the message of a conflict tells. It is the only place where Intercom gives the id of an archived contact:
///
///     An archived contact matching those details already exists with id=6064d5c43910cc082d903f6c
///     A contact matching those details already exists with id=6064d5c43910cc082d903f6c
enum ConflictText {
    /// The ids that follow `id=`, in order.
    static func contactIDs(in message: String) -> [String] {
        let bytes = Array(message.utf8)
        let marker = Array("id=".utf8)
        var ids: [String] = []
        var position = 0
        while position + marker.count < bytes.count {
            let startsWord = position == 0 || !isIdentifier(bytes[position - 1])
            guard startsWord, bytes[position...].starts(with: marker) else {
                position += 1
                continue
            }
            let start = position + marker.count
            let end = bytes[start...].firstIndex { !isIdentifier($0) } ?? bytes.count
            if end > start { ids.append(String(decoding: bytes[start..<end], as: UTF8.self)) }
            position = max(end, start)
        }
        return ids
    }

    /// Whether the contact in the way is archived, or deleted, which looks the same from outside.
    static func saysArchived(_ message: String) -> Bool { message.lowercased().contains("archived contact") }

    private static func isIdentifier(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
