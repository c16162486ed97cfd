/// What a path leads to.
enum Resource: Sendable, Hashable {
    case me
    case admins
    case admin(String)
    case contacts
    case contactSearch
    case contactMerge
    case contact(String)
    case contactByExternalID(String)
    case contactArchive(String)
    case contactUnarchive(String)
    case contactBlock(String)
    case contactMergeHistory(String)
    case contactTags(String)
    case contactTag(String, tag: String)
    case contactNotes(String)
    case contactCompanies(String)
    case contactCompany(String, company: String)
    case contactSubscriptions(String)
    case contactSubscription(String, type: String)
    case contactSegments(String)
    case contactBanners(String)
    case bannerDismissal(String)
    case note(String)
    case tags
    case tag(String)
    case companies
    case companyList
    case company(String)
    case companyContacts(String)
    case dataAttributes
    case dataAttribute(String)
    case segments
    case segment(String)
    case subscriptionTypes
    case unknown

    /// The path with names in place of ids, as in the statistics.
    var template: String {
        switch self {
        case .me: "/me"
        case .admins: "/admins"
        case .admin: "/admins/{id}"
        case .contacts: "/contacts"
        case .contactSearch: "/contacts/search"
        case .contactMerge: "/contacts/merge"
        case .contact: "/contacts/{id}"
        case .contactByExternalID: "/contacts/find_by_external_id/{external_id}"
        case .contactArchive: "/contacts/{id}/archive"
        case .contactUnarchive: "/contacts/{id}/unarchive"
        case .contactBlock: "/contacts/{id}/block"
        case .contactMergeHistory: "/contacts/{id}/merge_history"
        case .contactTags: "/contacts/{id}/tags"
        case .contactTag: "/contacts/{id}/tags/{tag_id}"
        case .contactNotes: "/contacts/{id}/notes"
        case .contactCompanies: "/contacts/{id}/companies"
        case .contactCompany: "/contacts/{id}/companies/{company_id}"
        case .contactSubscriptions: "/contacts/{id}/subscriptions"
        case .contactSubscription: "/contacts/{id}/subscriptions/{subscription_id}"
        case .contactSegments: "/contacts/{id}/segments"
        case .contactBanners: "/contacts/{id}/banners"
        case .bannerDismissal: "/contacts/{id}/banners/{view_id}/dismiss"
        case .note: "/notes/{id}"
        case .tags: "/tags"
        case .tag: "/tags/{id}"
        case .companies: "/companies"
        case .companyList: "/companies/list"
        case .company: "/companies/{id}"
        case .companyContacts: "/companies/{id}/contacts"
        case .dataAttributes: "/data_attributes"
        case .dataAttribute: "/data_attributes/{id}"
        case .segments: "/segments"
        case .segment: "/segments/{id}"
        case .subscriptionTypes: "/subscription_types"
        case .unknown: "/*"
        }
    }

    /// - Parameter path: the segments of a path, percent-decoded.
    init(_ path: [String]) {
        switch path.first {
        case "contacts": self = Self.contacts(path)
        case "companies": self = Self.companies(path)
        default: self = Self.others(path)
        }
    }

    private static func contacts(_ path: [String]) -> Resource {
        switch path.count {
        case 1: return .contacts
        case 2:
            switch path[1] {
            case "search": return .contactSearch
            case "merge": return .contactMerge
            default: return .contact(path[1])
            }
        case 3:
            if path[1] == "find_by_external_id" { return .contactByExternalID(path[2]) }
            switch path[2] {
            case "archive": return .contactArchive(path[1])
            case "unarchive": return .contactUnarchive(path[1])
            case "block": return .contactBlock(path[1])
            case "merge_history": return .contactMergeHistory(path[1])
            case "tags": return .contactTags(path[1])
            case "notes": return .contactNotes(path[1])
            case "companies": return .contactCompanies(path[1])
            case "subscriptions": return .contactSubscriptions(path[1])
            case "segments": return .contactSegments(path[1])
            case "banners": return .contactBanners(path[1])
            default: return .unknown
            }
        case 4:
            switch path[2] {
            case "tags": return .contactTag(path[1], tag: path[3])
            case "companies": return .contactCompany(path[1], company: path[3])
            case "subscriptions": return .contactSubscription(path[1], type: path[3])
            default: return .unknown
            }
        case 5 where path[2] == "banners" && path[4] == "dismiss": return .bannerDismissal(path[1])
        default: return .unknown
        }
    }

    private static func companies(_ path: [String]) -> Resource {
        switch path.count {
        case 1: .companies
        case 2: path[1] == "list" ? .companyList : .company(path[1])
        case 3 where path[2] == "contacts": .companyContacts(path[1])
        default: .unknown
        }
    }

    private static func others(_ path: [String]) -> Resource {
        switch (path.count, path.first) {
        case (1, "me"): .me
        case (1, "admins"): .admins
        case (2, "admins"): .admin(path[1])
        case (1, "tags"): .tags
        case (2, "tags"): .tag(path[1])
        case (2, "notes"): .note(path[1])
        case (1, "data_attributes"): .dataAttributes
        case (2, "data_attributes"): .dataAttribute(path[1])
        case (1, "segments"): .segments
        case (2, "segments"): .segment(path[1])
        case (1, "subscription_types"): .subscriptionTypes
        default: .unknown
        }
    }
}
