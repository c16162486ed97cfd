internal import JSON

/// A tag of the workspace.
public struct Tag: Sendable, Hashable {
    public var id: String
    /// Lists of a contact's tags may leave it out.
    public var name: String?

    public init(id: String, name: String? = nil) {
        self.id = id
        self.name = name
    }
}

/// A note on a contact, seen by teammates only.
public struct Note: Sendable, Hashable {
    public var id: String
    /// HTML.
    public var body: String?
    /// Unix seconds.
    public var createdAt: Int64?
    public var authorID: String?
}

/// A company that contacts belong to.
public struct Company: Sendable, Hashable {
    /// Intercom's id, which attaching takes.
    public var id: String
    /// The customer's own id.
    public var companyID: String?
    public var name: String?
}

/// A subscription type, with or without the contact's consent to it.
public struct Subscription: Sendable, Hashable {
    public enum Consent: String, Sendable, Hashable {
        case optIn = "opt_in"
        case optOut = "opt_out"
    }

    public var id: String
    /// `opt_in` or `opt_out`: which consent the subscription type asks for.
    public var consentType: String?
    /// `live`, `draft` or `archived`.
    public var state: String?
}

/// A segment that a contact is in.
public struct Segment: Sendable, Hashable {
    public var id: String
    public var name: String?
}

/// The teammate or app that the token stands for, and its workspace.
public struct Identity: Sendable, Hashable {
    public var id: String
    public var name: String?
    public var email: String?
    public var workspaceID: String?
    public var workspaceName: String?
    /// Where the workspace's data is hosted, as Intercom says it: `US`, `EU`, `AU`.
    public var region: String?
}

/// One merge of a contact's past.
public struct MergeRecord: Sendable, Hashable {
    /// The contact that went into this one.
    public var sourceContactID: String?
    public var sourceRole: String?
    /// Unix seconds.
    public var mergedAt: Int64?
}
