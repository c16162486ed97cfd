/// A type that is pushed as its `Codable` form says: properties become fields.
///
/// ```swift
/// struct Seat: LuaCodable { var row: Int; var name: String? }
/// try lua.set("seat", Seat(row: 3, name: nil))     // { row = 3 }
/// let seat = try lua.get("seat", as: Seat.self)
/// ```
///
/// Integers stay integers and floats floats; nil leaves its field out; an enumeration with a raw value is that value; an
/// array is a sequence, a dictionary a table with keys of the same types. Where a property's type is ``LuaPushable`` by
/// itself, that counts.
///
/// This is a convenience: writing fields with ``LuaWriter/record(_:)`` takes about a third of the time.
public protocol LuaEncodable: Encodable, LuaPushable {}

/// A type that is read as its `Codable` form says; see ``LuaEncodable``.
///
/// A field that is absent, or null, is nil where the property is optional. Numbers are read as numbers only, strings as
/// strings: unlike Lua's own functions this takes no numeral for a number. Metamethods do not apply. What does not fit is a
/// ``LuaMismatch`` that says where: `mappings.phone`, `seats[5]`.
public protocol LuaDecodable: Decodable, LuaReadable {}

/// A `Codable` type that goes to Lua and comes back; see ``LuaEncodable``.
public typealias LuaCodable = LuaEncodable & LuaDecodable

/// Pushes and reads a `Codable` value of a type that is not ``LuaEncodable`` or ``LuaDecodable`` itself.
///
/// ```swift
/// try lua.set("person", LuaCoded(person))
/// let person = try lua.get("person", as: LuaCoded<Person>.self).value
/// ```
public struct LuaCoded<Value> {
    /// What is coded.
    public var value: Value

    /// Lets `value` be pushed.
    public init(_ value: Value) { self.value = value }
}

extension LuaCoded: Sendable where Value: Sendable {}

extension LuaCoded: LuaPushable where Value: Encodable {
    /// Appends the value as a table of its coding keys, or as what it encodes itself as.
    public func push(to writer: inout LuaWriter) { writer.encode(value) }
}

extension LuaCoded: LuaReadable where Value: Decodable {
    /// Decodes the value; what does not fit is named by its path.
    public static func read(_ value: LuaStackValue) throws(LuaMismatch) -> LuaCoded {
        LuaCoded(try value.decode(as: Value.self))
    }
}

extension LuaEncodable {
    /// Appends a table of the type's properties, or whatever else it encodes itself as.
    public func push(to writer: inout LuaWriter) { writer.encode(self) }
}

extension LuaEncodable where Self: RawRepresentable, RawValue: LuaPushable {
    /// An enumeration is pushed as its raw value.
    public func push(to writer: inout LuaWriter) { rawValue.push(to: &writer) }
}

extension LuaDecodable {
    /// Decodes the value.
    public static func read(_ value: LuaStackValue) throws(LuaMismatch) -> Self { try value.decode(as: Self.self) }
}

extension LuaDecodable where Self: RawRepresentable, RawValue: LuaReadable {
    /// An enumeration is read from its raw value.
    public static func read(_ value: LuaStackValue) throws(LuaMismatch) -> Self { try value.readRawValue() }
}

extension LuaDecodable where Self: RawRepresentable & CaseIterable, RawValue: LuaReadable {
    /// An enumeration is read from its raw value; another one is answered with the list of those that exist.
    public static func read(_ value: LuaStackValue) throws(LuaMismatch) -> Self { try value.readListedRawValue() }
}

/// Other coders than Lua's see an array of bytes.
extension LuaBytes: Codable {
    /// Decodes bytes as an array of numbers.
    public init(from decoder: any Decoder) throws { bytes = try [UInt8](from: decoder) }
    /// Encodes the bytes as an array of numbers.
    public func encode(to encoder: any Encoder) throws { try bytes.encode(to: encoder) }
}

// MARK: Coding

extension LuaWriter {
    /// Appends a value as its `Codable` form says; see ``LuaEncodable``. One that cannot be encoded is an error of kind
    /// ``LuaError/Kind/typeMismatch`` where the values are pushed.
    public mutating func encode(_ value: some Encodable) {
        let node = LuaEncodingNode()
        do {
            try LuaEncoder.encode(value, into: node, at: [])
            node.push(to: &self)
        } catch {
            fail(LuaError(encoding: error))
            `nil`()
        }
    }
}

extension LuaStackValue {
    /// Reads the value as a `Codable` type says; see ``LuaDecodable``.
    public func decode<Value: Decodable>(as type: Value.Type = Value.self) throws(LuaMismatch) -> Value {
        let work = LuaDecoding(state)
        let value = try read(as: LuaValue.self)
        do { return try work.decode(type, from: value, at: []) } catch { throw work.mismatch(for: error) }
    }
}

extension LuaError {
    fileprivate init(encoding error: any Error) {
        switch error {
        case let error as LuaError: self = error
        case EncodingError.invalidValue(_, let context):
            let mismatch = LuaMismatch(
                expected: "", found: "", path: context.codingPath.map(\.luaPart), reason: context.debugDescription)
            self.init(.typeMismatch, mismatch.description, cause: error)
        default: self.init(.typeMismatch, String(describing: error), cause: error)
        }
    }
}
