/// A matching field with its value: what identifies one contact.
public struct MatchingKey: Sendable, Hashable, CustomStringConvertible {
    public let field: MatchingField
    /// As it is compared: emails in lower case.
    public let value: String
    /// As it was given.
    public let original: String

    /// - Throws: `invalid_argument` that names `matching_value` for an empty value, and for an email without `@` or
    ///   with white space.
    public init(_ field: MatchingField, _ value: String) throws(IntercomError) {
        guard !value.utf8.allSatisfy({ $0 == 0x20 || (0x09...0x0D).contains($0) }) else {
            throw IntercomError(
                .invalidArgument, "The matching_value for \(field.rawValue) is empty.", field: "matching_value",
                advice: "Skip the record where it has none.")
        }
        if field == .email, let why = EmailShape.complaint(about: value) {
            throw IntercomError(
                .invalidArgument, "The matching_value \"\(value)\" is no email: it \(why).", field: "matching_value")
        }
        self.init(unchecked: field, value)
    }

    init(unchecked field: MatchingField, _ value: String) {
        self.field = field
        original = value
        self.value = field == .email ? value.lowercased() : value
    }

    /// Whether the contact has this value, as Intercom compares: emails without regard to case.
    public func matches(_ contact: Contact) -> Bool {
        switch field {
        case .email: contact.email.map { $0 == value || $0.lowercased() == value } ?? false
        case .externalID: contact.externalID == value
        case .intercomID: contact.id == value
        }
    }

    public static func == (left: MatchingKey, right: MatchingKey) -> Bool {
        left.field == right.field && left.value == right.value
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(field)
        hasher.combine(value)
    }

    public var description: String { "\(field.rawValue) \"\(original)\"" }
}
