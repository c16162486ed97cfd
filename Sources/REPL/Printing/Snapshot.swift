/// A Lua value as far as it is to be shown, taken out of Lua.
indirect enum Snapshot: Sendable, Hashable {
    case `nil`
    case null
    case boolean(Bool)
    case integer(Int64)
    /// A float, as Lua writes it.
    case number(String)
    case string(Text)
    case table(Table)
    /// The name of a function of the libraries and modules, where it is one.
    case function(String?)
    case coroutine
    case userdata
    /// An error of the host: its text and fields.
    case failure(Failure)
    /// A table that contains itself: where the outer one stands, empty for the outermost.
    case cycle(String)
    /// A table that is nested deeper than is shown.
    case tooDeep

    /// A string of Lua, as the inside of a literal.
    struct Text: Sendable, Hashable {
        /// Its beginning, with escapes.
        var escaped: String
        /// Its length in bytes.
        var length: Int
        /// Whether there is more of it than the beginning.
        var isCut: Bool
    }

    struct Table: Sendable, Hashable {
        /// The values 1, 2, … without a gap.
        var items: [Snapshot] = []
        /// How many more items there are.
        var moreItems = 0
        /// All other keys, sorted.
        var fields: [Field] = []
        /// How many more fields there are.
        var moreFields = 0

        var isEmpty: Bool { items.isEmpty && fields.isEmpty && moreItems == 0 && moreFields == 0 }

        /// The value of a field with that name.
        subscript(name: String) -> Snapshot? { fields.first { $0.name == name }?.value }
    }

    struct Field: Sendable, Hashable {
        /// The name where the key is a string of valid UTF-8.
        var name: String?
        /// The key as a table constructor has it: `name`, `["a b"]`, `[3]`.
        var key: Key
        var value: Snapshot
    }

    enum Key: Sendable, Hashable {
        case name(String)
        case bracketed(Snapshot)
    }

    struct Failure: Sendable, Hashable {
        var text: String
        var fields: [Field]
    }
}

extension Snapshot.Text {
    /// The literal of `bytes`, of which at most `limit` are shown.
    init(_ bytes: some Collection<UInt8>, limit: Int) {
        length = bytes.count
        isCut = length > limit
        let shown = Self.wholeCharacters(of: bytes, limit: limit)
        escaped = Self.escape(shown)
    }

    /// At most `limit` bytes, and no part of a character at their end.
    private static func wholeCharacters(of bytes: some Collection<UInt8>, limit: Int) -> [UInt8] {
        let isWithin = bytes.dropFirst(limit).first.map { $0 & 0xC0 == 0x80 } ?? false
        var shown = Array(bytes.prefix(limit))
        guard isWithin else { return shown }
        while let last = shown.popLast(), last & 0xC0 == 0x80 {}
        return shown
    }

    private static func escape(_ bytes: [UInt8]) -> String {
        var text = ""
        var rest = bytes[...]
        while !rest.isEmpty {
            let valid = validPrefix(rest)
            for scalar in String(decoding: rest[..<valid], as: UTF8.self).unicodeScalars { append(scalar, to: &text) }
            rest = rest[valid...]
            if let byte = rest.popFirst() { text += "\\x" + hexadecimal(byte) }
        }
        return text
    }

    /// Where the first byte that is no UTF-8 stands.
    private static func validPrefix(_ bytes: ArraySlice<UInt8>) -> Int {
        if String(validating: bytes, as: UTF8.self) != nil { return bytes.endIndex }
        var low = bytes.startIndex
        while low < bytes.endIndex {
            let length = bytes[low] < 0x80 ? 1 : bytes[low] >= 0xF0 ? 4 : bytes[low] >= 0xE0 ? 3 : 2
            guard low + length <= bytes.endIndex, String(validating: bytes[low..<low + length], as: UTF8.self) != nil
            else {
                return low
            }
            low += length
        }
        return low
    }

    private static func append(_ scalar: Unicode.Scalar, to text: inout String) {
        switch scalar {
        case "\"": text += "\\\""
        case "\\": text += "\\\\"
        case "\n": text += "\\n"
        case "\r": text += "\\r"
        case "\t": text += "\\t"
        case _ where scalar.value < 32 || scalar.value == 127: text += "\\x" + hexadecimal(UInt8(scalar.value))
        // What cannot be seen, or turns the order of what follows: a terminal should not obey it.
        case _ where scalar.properties.generalCategory == .format || scalar.properties.generalCategory == .control:
            text += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
        default: text.unicodeScalars.append(scalar)
        }
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return digits.count == 1 ? "0" + digits : digits
    }
}
