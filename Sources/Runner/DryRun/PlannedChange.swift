public import Intercom
public import JSON

/// What an operation of a dry run would do.
public struct PlannedChange: Sendable, Hashable {
    public enum Action: String, Sendable, Hashable, CaseIterable {
        case create, update, delete, archive, unarchive, merge
    }

    public var action: Action
    /// The contact; nil for one that is to be created.
    public var contactID: String?
    /// What people know the contact by: the matching value, its email or external id.
    public var name: String
    /// What the operation matches by, or what identifies a contact that is to be created; nil where nothing is known.
    public var key: MatchingKey?
    /// The fields that get another value; all that are set, for a contact that is to be created.
    public var fields: [FieldChange]

    public init(action: Action, contactID: String?, name: String, fields: [FieldChange] = []) {
        self.action = action
        self.contactID = contactID
        self.name = name
        self.fields = fields
    }

    /// As in results files.
    public var json: JSONValue {
        [
            "action": .string(action.rawValue), "contact_id": contactID.map { .string($0) } ?? .null,
            "contact": .string(name),
            "changes": .array(
                fields.map { ["field": .string($0.path), "old": $0.old ?? .null, "new": $0.new] }),
        ]
    }
}

extension PlannedChange {
    init(_ intent: WriteIntent) {
        action =
            switch intent.action {
            case .create: .create
            case .update: .update
            case .delete: .delete
            case .unarchive: .unarchive
            }
        contactID = intent.contactID
        key = intent.key ?? intent.attributes.keys.first
        name =
            intent.key?.original ?? intent.attributes.email.value ?? intent.attributes.externalID.value
            ?? intent.current?.email ?? intent.contactID ?? "a contact"
        fields = intent.fields
    }
}

extension FieldChange {
    /// The field as messages name it.
    public var path: String { isCustom ? "custom_attributes.\(name)" : name }
}

extension WriteIntent {
    fileprivate var fields: [FieldChange] {
        switch action {
        case .delete, .unarchive: []
        case .create, .update: attributes.changes(to: current ?? Contact(id: contactID ?? ""))
        }
    }
}
