/// What an operation finds its contact by.
public enum MatchingField: String, Sendable, Hashable, CaseIterable {
    case email
    case externalID = "external_id"
    case intercomID = "intercom_id"

    /// The field by the name in scripts (`external_id`) or by the one that people know it by (`External ID`).
    public init?(named name: String) {
        switch name {
        case "email", "Email": self = .email
        case "external_id", "External ID": self = .externalID
        case "intercom_id", "Intercom ID": self = .intercomID
        default: return nil
        }
    }
}
