/// What kind of value a `JSONView` stands on.
public enum JSONKind: Sendable, Hashable {
    case null, bool, integer, number, string, array, object
}

/// A value in a `JSONDocument`, read where it lies. Cheap to copy; keeps its document alive.
public struct JSONView: Sendable {
    let document: JSONDocument
    /// Where the value's first word is on the tape.
    let index: Int

    private var place: JSONPlace { JSONPlace(tape: document.tape, strings: document.strings, index: index) }

    /// Calls `body` with the same value without an owner, which is faster where many values are read. It, and what is
    /// reached from it, is valid only during the call.
    public func withPlace<R, Failure: Error>(_ body: (JSONPlace) throws(Failure) -> R) throws(Failure) -> R {
        defer { withExtendedLifetime(document) {} }
        return try body(place)
    }

    /// The kind of the value. An integer beyond `Int64` counts as a number.
    public var kind: JSONKind { withPlace { $0.kind } }
    /// The text of a string; nil for every other kind of value.
    public var string: String? { withPlace { $0.string } }
    /// The value of an integer; nil for every other kind of value.
    public var integer: Int64? { withPlace { $0.integer } }
    /// The value of a number, or of an integer as the nearest `Double`; nil for every other kind of value.
    public var number: Double? { withPlace { $0.number } }
    /// The digits of an integer beyond `Int64`, of which `number` is only the nearest `Double`; nil for every other kind of
    /// value.
    public var largeInteger: String? { withPlace { $0.largeInteger } }
    /// The value of a boolean; nil for every other kind of value.
    public var bool: Bool? { withPlace { $0.bool } }
    public var isNull: Bool { kind == .null }

    /// Calls `body` with the UTF-8 bytes of a string, without making a `String`; nil for every other kind of value.
    /// The bytes are valid only during the call.
    public func withUTF8<R>(_ body: (UnsafeBufferPointer<UInt8>) throws -> R) rethrows -> R? {
        defer { withExtendedLifetime(document) {} }
        return try place.utf8.map(body)
    }

    /// The value with all that is nested in it, as a tree that no longer needs the document.
    public var value: JSONValue { withPlace { $0.value } }
    /// The value as JSON without white space, every integer with all of its digits, and members as they stand in the text.
    public var text: String { withPlace { $0.text } }
    /// The members as a tree; nil where this is no object. Where a key occurs twice, the last one counts.
    public var object: JSONObject? { withPlace { $0.object } }
    /// The elements as a tree; nil where this is no array.
    public var array: [JSONValue]? { withPlace { $0.array } }
}
