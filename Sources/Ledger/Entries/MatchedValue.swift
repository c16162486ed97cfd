/// What a contact was matched by: a field's name and its value, as the two are compared.
public struct MatchedValue: Sendable, Hashable {
    public var field: String
    public var value: String

    public init(field: String, value: String) {
        self.field = field
        self.value = value
    }
}
