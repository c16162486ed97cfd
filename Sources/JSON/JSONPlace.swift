/// A value in a `JSONDocument`, read where it lies, by one who does not keep the document alive: for going through many
/// values, each of which as a `JSONView` would count as one more owner.
///
/// Valid only during the call of `JSONView.withPlace` that it comes from.
public struct JSONPlace {
    let tape: UnsafePointer<UInt64>
    let strings: UnsafePointer<UInt8>
    /// Where the value's first word is on the tape.
    let index: Int

    func at(_ index: Int) -> JSONPlace { JSONPlace(tape: tape, strings: strings, index: index) }

    var word: UInt64 { tape[index] }
    var tag: UInt8 { UInt8(truncatingIfNeeded: word >> 56) }

    /// Where the word after the value is on the tape.
    var nextIndex: Int {
        switch tag {
        case Tag.object, Tag.array: Int(word & 0xFFFF_FFFF)
        case Tag.integer, Tag.unsigned, Tag.double: index + 2
        default: index + 1
        }
    }

    /// The tape's tags, as the header of `CSimdjson` lists them.
    enum Tag {
        static let root = UInt8(ascii: "r")
        static let object = UInt8(ascii: "{")
        static let array = UInt8(ascii: "[")
        static let string = UInt8(ascii: "\"")
        static let integer = UInt8(ascii: "l")
        static let unsigned = UInt8(ascii: "u")
        static let double = UInt8(ascii: "d")
        static let oversized = UInt8(ascii: "i")
        static let `true` = UInt8(ascii: "t")
        static let `false` = UInt8(ascii: "f")
    }

    /// The kind of the value. An integer beyond `Int64` counts as a number.
    public var kind: JSONKind {
        switch tag {
        case Tag.object: .object
        case Tag.array: .array
        case Tag.string: .string
        case Tag.integer: .integer
        case Tag.unsigned, Tag.double, Tag.oversized: .number
        case Tag.true, Tag.false: .bool
        default: .null
        }
    }

    /// The text of a string; nil for every other kind of value.
    public var string: String? { tag == Tag.string ? String(decoding: stringBytes, as: UTF8.self) : nil }

    /// The value of an integer; nil for every other kind of value.
    public var integer: Int64? { tag == Tag.integer ? Int64(bitPattern: tape[index + 1]) : nil }

    /// The value of a number, or of an integer as the nearest `Double`; nil for every other kind of value.
    public var number: Double? {
        switch tag {
        case Tag.double: Double(bitPattern: tape[index + 1])
        case Tag.integer: Double(Int64(bitPattern: tape[index + 1]))
        case Tag.unsigned: Double(tape[index + 1])
        case Tag.oversized: largeInteger.flatMap { Double($0) }
        default: nil
        }
    }

    /// The digits of an integer beyond `Int64`, of which `number` is only the nearest `Double`; nil for every other kind of
    /// value.
    public var largeInteger: String? {
        switch tag {
        case Tag.unsigned: String(tape[index + 1])
        case Tag.oversized: String(decoding: stringBytes, as: UTF8.self)
        default: nil
        }
    }

    /// The value of a boolean; nil for every other kind of value.
    public var bool: Bool? {
        switch tag {
        case Tag.true: true
        case Tag.false: false
        default: nil
        }
    }

    public var isNull: Bool { kind == .null }

    /// The UTF-8 bytes of a string; nil for every other kind of value.
    public var utf8: UnsafeBufferPointer<UInt8>? { tag == Tag.string ? stringBytes : nil }

    /// The bytes of a string, or the digits of an oversized integer. Only to be called on these.
    var stringBytes: UnsafeBufferPointer<UInt8> {
        let start = strings + Int(word & 0x00FF_FFFF_FFFF_FFFF)
        let count = UnsafeRawPointer(start).loadUnaligned(as: UInt32.self)
        return UnsafeBufferPointer(start: start + MemoryLayout<UInt32>.size, count: Int(count))
    }
}
