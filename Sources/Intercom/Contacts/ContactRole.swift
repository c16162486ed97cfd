/// Whether a contact is known to the customer's product (a user) or not yet (a lead).
public enum ContactRole: Sendable, Hashable {
    case user, lead
    /// A role that this library does not know.
    case other(String)

    public init(_ name: String) {
        switch name {
        case "user": self = .user
        case "lead": self = .lead
        default: self = .other(name)
        }
    }

    public var name: String {
        switch self {
        case .user: "user"
        case .lead: "lead"
        case .other(let name): name
        }
    }
}
