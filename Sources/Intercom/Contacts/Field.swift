/// What a write says about one field: nothing, "clear it", or a value. Absent and null are different things to Intercom.
///
///     attributes.phone = .null            // cleared
///     attributes.name = "Ada"             // set
///     attributes.avatar = .absent         // left alone
public enum Field<Value: Sendable & Hashable>: Sendable, Hashable {
    case absent
    case null
    case value(Value)

    /// A value, or absent for nil: for optional input that must not overwrite anything.
    public init(ifPresent value: Value?) { self = value.map(Field.value) ?? .absent }

    /// A value, or null for nil: for optional input that is the whole truth.
    public init(orNull value: Value?) { self = value.map(Field.value) ?? .null }

    /// The value, where there is one.
    public var value: Value? {
        if case .value(let value) = self { return value }
        return nil
    }

    public var isAbsent: Bool { self == .absent }
}

extension Field: ExpressibleByUnicodeScalarLiteral where Value == String {
    public init(unicodeScalarLiteral value: String) { self = .value(value) }
}

extension Field: ExpressibleByExtendedGraphemeClusterLiteral where Value == String {
    public init(extendedGraphemeClusterLiteral value: String) { self = .value(value) }
}

extension Field: ExpressibleByStringLiteral where Value == String {
    public init(stringLiteral value: String) { self = .value(value) }
}

extension Field: ExpressibleByBooleanLiteral where Value == Bool {
    public init(booleanLiteral value: Bool) { self = .value(value) }
}

extension Field: ExpressibleByIntegerLiteral where Value == Int64 {
    public init(integerLiteral value: Int64) { self = .value(value) }
}
