extension ContactField {
    /// The table, as of version 2.16 (`create_contact_request`, `update_contact_request` and `contact` of the OpenAPI
    /// file), with what recorded traffic shows of null.
    static func define(_ field: ContactField) -> Definition {
        switch field {
        case .role:
            writable(
                "role", .role, nullable: false,
                "\"user\" or \"lead\"; a new contact is a user unless this says lead. A lead can become a user, never the other way round."
            )
        case .externalID:
            writable(
                "external_id", .string, nullable: false,
                "Your own id for the person, unique among users. Intercom gives leads one itself and ignores yours; null is ignored."
            )
        case .email:
            writable(
                "email", .email, nullable: true,
                "The e-mail address. Not unique: several contacts can share one. Null clears it.")
        case .emailVerified:
            writable(
                "email_verified", .boolean, nullable: true,
                "Whether the person is known to own the address. Sent together with the email; a change of the email resets it."
            )
        case .phone:
            writable("phone", .string, nullable: true, "The phone number, best in international form: +353871234567.")
        case .name: writable("name", .string, nullable: true, "The person's full name.")
        case .avatar: writable("avatar", .url, nullable: true, "The URL of a picture.")
        case .signedUpAt:
            writable("signed_up_at", .timestamp, nullable: true, "When the person signed up, in Unix seconds.")
        case .lastSeenAt:
            writable("last_seen_at", .timestamp, nullable: true, "When the person was last seen, in Unix seconds.")
        case .ownerID:
            writable(
                "owner_id", .adminID, nullable: true,
                "The id of the teammate who owns the contact; must be a member of the workspace.")
        case .unsubscribedFromEmails:
            writable("unsubscribed_from_emails", .boolean, nullable: true, "Whether the person gets no e-mails.")
        case .id: readOnly("id", .string, "Intercom's id of the contact, 24 hexadecimal digits.")
        case .workspaceID: readOnly("workspace_id", .string, "The workspace that the contact belongs to.")
        case .createdAt: readOnly("created_at", .timestamp, "When the contact was created, in Unix seconds.")
        case .updatedAt: readOnly("updated_at", .timestamp, "When the contact was last updated, in Unix seconds.")
        case .languageOverride:
            readOnly(
                "language_override", .string, "The language that the Messenger uses. Cannot be written in version 2.16."
            )
        }
    }

    private static func writable(
        _ name: String, _ type: ValueType, nullable: Bool, _ documentation: String
    ) -> Definition {
        Definition(name: name, type: type, isNullable: nullable, isWritable: true, documentation: documentation)
    }

    private static func readOnly(_ name: String, _ type: ValueType, _ documentation: String) -> Definition {
        Definition(name: name, type: type, isNullable: false, isWritable: false, documentation: documentation)
    }
}
