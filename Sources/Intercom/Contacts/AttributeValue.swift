public import JSON

/// A value of a contact's field or custom attribute, as it is written.
public enum AttributeValue: Sendable, Hashable {
    /// Clears.
    case null
    case bool(Bool)
    /// Whole numbers, and dates as Unix seconds.
    case integer(Int64)
    case number(Double)
    case string(String)
    /// Anything else; associates custom objects: `{"order": ["21"]}` is the attribute `order` with the value `["21"]`.
    case json(JSONValue)

    /// The scalar, or `.json` for arrays and objects.
    public init(_ value: JSONValue) {
        switch value {
        case .null: self = .null
        case .bool(let bool): self = .bool(bool)
        case .integer(let integer): self = .integer(integer)
        case .number(let number): self = .number(number)
        case .string(let string): self = .string(string)
        case .array, .object: self = .json(value)
        }
    }

    public var json: JSONValue {
        switch self {
        case .null: .null
        case .bool(let bool): .bool(bool)
        case .integer(let integer): .integer(integer)
        case .number(let number): .number(number)
        case .string(let string): .string(string)
        case .json(let json): json
        }
    }

    func append(to output: inout [UInt8]) {
        switch self {
        case .null: output.append(contentsOf: "null".utf8)
        case .bool(let bool): output.append(contentsOf: (bool ? "true" : "false").utf8)
        case .integer(let integer): JSONWriter.append(integer: integer, to: &output)
        case .number(let number): JSONWriter.append(number: number, to: &output)
        case .string(let string): JSONWriter.append(string: string, to: &output)
        case .json(let json): JSONWriter.append(json, to: &output)
        }
    }
}

extension AttributeValue: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByStringLiteral
{
    public init(nilLiteral: ()) { self = .null }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(integerLiteral value: Int64) { self = .integer(value) }
    public init(floatLiteral value: Double) { self = .number(value) }
    public init(stringLiteral value: String) { self = .string(value) }
}
