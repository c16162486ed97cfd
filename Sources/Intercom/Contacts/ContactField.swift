/// A standard field of a contact.
///
/// The cases and `definition` are the one table of what can be written, which drives encoding, validation, comparison,
/// and the documentation and completion of whatever is built on this library.
public enum ContactField: UInt8, Sendable, Hashable, CaseIterable {
    case role, externalID, email, emailVerified, phone, name, avatar, signedUpAt, lastSeenAt, ownerID
    case unsubscribedFromEmails
    case id, workspaceID, createdAt, updatedAt, languageOverride

    public enum ValueType: String, Sendable, Hashable {
        case string, boolean
        /// Unix seconds.
        case timestamp
        /// `user` or `lead`.
        case role
        /// Text with an `@`.
        case email
        /// `https://…` or `http://…`.
        case url
        /// The id of a teammate, digits in a string (a number up to version 2.15).
        case adminID = "admin_id"
    }

    public struct Definition: Sendable, Hashable {
        /// As it is called in requests, responses and scripts.
        public let name: String
        public let type: ValueType
        /// Whether null clears it. Where it does not, Intercom refuses or ignores null.
        public let isNullable: Bool
        /// Whether a request can set it.
        public let isWritable: Bool
        /// For a person, one or two sentences.
        public let documentation: String
    }

    public var definition: Definition { Self.definitions[Int(rawValue)] }
    public var name: String { definition.name }

    /// Names that can be written, in the order of the table.
    public static let writable: [ContactField] = allCases.filter(\.definition.isWritable)

    /// The field of that name; nil where there is none.
    public init?(named name: String) {
        guard let field = Self.byName[name] else { return nil }
        self = field
    }

    private static let byName: [String: ContactField] =
        Dictionary(allCases.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

    private static let definitions: [Definition] = allCases.map(define)
}
