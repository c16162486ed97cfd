/// A JSON value held in memory as a tree.
///
/// Integers and floating-point numbers stay what they were in the text: `1` is `.integer(1)` and `1.0` is `.number(1)`,
/// and the two are different values. An integer that does not fit in an `Int64` is a `.number`.
public enum JSONValue: Sendable, Hashable {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)
}

extension JSONValue {
    /// The text of a string; nil for every other kind of value.
    public var string: String? {
        if case .string(let string) = self { return string }
        return nil
    }

    /// The value of an integer; nil for every other kind of value, `.number(1.0)` included.
    public var integer: Int64? {
        if case .integer(let integer) = self { return integer }
        return nil
    }

    /// The value of a number, or of an integer as the nearest `Double`; nil for every other kind of value.
    public var number: Double? {
        switch self {
        case .number(let number): number
        case .integer(let integer): Double(integer)
        default: nil
        }
    }

    public var bool: Bool? {
        if case .bool(let bool) = self { return bool }
        return nil
    }

    public var array: [JSONValue]? {
        if case .array(let array) = self { return array }
        return nil
    }

    public var object: JSONObject? {
        if case .object(let object) = self { return object }
        return nil
    }

    public var isNull: Bool { self == .null }

    /// The member of an object; nil where there is none or where this is no object.
    public subscript(key: String) -> JSONValue? {
        if case .object(let object) = self { return object[key] }
        return nil
    }

    /// The element of an array; nil out of its range or where this is no array.
    public subscript(index: Int) -> JSONValue? {
        guard case .array(let array) = self, array.indices.contains(index) else { return nil }
        return array[index]
    }
}
