/// The endpoints that this client calls, by the name they are counted under.
enum Endpoint: Int, Sendable, CaseIterable {
    case createContact, getContact, updateContact, deleteContact, listContacts, searchContacts, findByExternalID
    case mergeContacts, archiveContact, unarchiveContact, blockContact, mergeHistory
    case listDataAttributes, createDataAttribute, updateDataAttribute
    case listTags, createTag, contactTags, attachTag, detachTag
    case contactNotes, addNote
    case contactCompanies, attachCompany, detachCompany
    case contactSubscriptions, addSubscription, removeSubscription
    case contactSegments, me
    /// Requests written by hand.
    case other

    var label: String {
        switch self {
        case .createContact: "POST /contacts"
        case .getContact: "GET /contacts/{id}"
        case .updateContact: "PUT /contacts/{id}"
        case .deleteContact: "DELETE /contacts/{id}"
        case .listContacts: "GET /contacts"
        case .searchContacts: "POST /contacts/search"
        case .findByExternalID: "GET /contacts/find_by_external_id/{external_id}"
        case .mergeContacts: "POST /contacts/merge"
        case .archiveContact: "POST /contacts/{id}/archive"
        case .unarchiveContact: "POST /contacts/{id}/unarchive"
        case .blockContact: "POST /contacts/{id}/block"
        case .mergeHistory: "GET /contacts/{id}/merge_history"
        case .listDataAttributes: "GET /data_attributes"
        case .createDataAttribute: "POST /data_attributes"
        case .updateDataAttribute: "PUT /data_attributes/{id}"
        case .listTags: "GET /tags"
        case .createTag: "POST /tags"
        case .contactTags: "GET /contacts/{id}/tags"
        case .attachTag: "POST /contacts/{id}/tags"
        case .detachTag: "DELETE /contacts/{id}/tags/{tag_id}"
        case .contactNotes: "GET /contacts/{id}/notes"
        case .addNote: "POST /contacts/{id}/notes"
        case .contactCompanies: "GET /contacts/{id}/companies"
        case .attachCompany: "POST /contacts/{id}/companies"
        case .detachCompany: "DELETE /contacts/{id}/companies/{company_id}"
        case .contactSubscriptions: "GET /contacts/{id}/subscriptions"
        case .addSubscription: "POST /contacts/{id}/subscriptions"
        case .removeSubscription: "DELETE /contacts/{id}/subscriptions/{subscription_id}"
        case .contactSegments: "GET /contacts/{id}/segments"
        case .me: "GET /me"
        case .other: "other"
        }
    }
}
