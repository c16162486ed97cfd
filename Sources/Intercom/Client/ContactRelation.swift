/// What hangs on a contact and is read as a list of its own.
public enum ContactRelation: String, Sendable, Hashable, CaseIterable {
    case tags
    /// Newest first.
    case notes
    case companies
    /// The subscription types for which the contact made a choice: opted out of, or opted in to.
    case subscriptions
    case segments

    var endpoint: Endpoint {
        switch self {
        case .tags: .contactTags
        case .notes: .contactNotes
        case .companies: .contactCompanies
        case .subscriptions: .contactSubscriptions
        case .segments: .contactSegments
        }
    }
}
