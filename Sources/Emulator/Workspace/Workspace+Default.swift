import JSON

extension Workspace {
    /// The workspace that an emulator starts with: two admins, so that `owner_id` can be set, two tags, a company, two
    /// subscription types, two segments and custom attributes of every type. No contact.
    /// - Parameters:
    ///   - seed: where its ids come from.
    ///   - now: when it was set up, Unix seconds.
    public static func standard(seed: UInt64 = 1, now: Int64) -> Workspace {
        var workspace = Workspace(seed: seed)
        workspace.admins = [
            Admin(id: "1001", name: "Ada Example", email: "ada@example.com"),
            Admin(id: "1002", name: "Ben Example", email: "ben@example.com"),
        ]
        workspace.tags = [Tag(id: "2001", name: "customer"), Tag(id: "2002", name: "newsletter")]
        workspace.subscriptionTypes = [
            SubscriptionType(
                id: "3001", name: "Newsletter", description: "News once a month", consent: .optOut,
                contentTypes: ["email"]),
            SubscriptionType(
                id: "3002", name: "Text messages", description: "Reminders by text message", consent: .optIn,
                contentTypes: ["sms_message"]),
        ]
        workspace.segments = [
            Segment(
                id: "5f00000000000000000000a1", name: "All users", personType: "user",
                query: ["field": "role", "operator": "=", "value": "user"], createdAt: now),
            Segment(
                id: "5f00000000000000000000a2", name: "All leads", personType: "contact",
                query: ["field": "role", "operator": "=", "value": "lead"], createdAt: now),
        ]
        workspace.identifiers.reserve(4000)
        for (name, type) in examples {
            workspace.defineAttribute(name: name, model: .contact, type: type, now: now)
        }
        return workspace
    }

    private static let examples: [(name: String, type: DataAttribute.DataType)] = [
        ("plan", .string), ("seats", .integer), ("mrr", .float), ("trial", .boolean),
        ("renewal_date", .datetime), ("company_size", .options(["1-10", "11-50", "51-200", "201-1000", "1000+"])),
    ]

    /// Adds a custom attribute without the checks of the API.
    @discardableResult
    mutating func defineAttribute(
        name: String, model: DataAttribute.Model, type: DataAttribute.DataType, now: Int64
    ) -> Int {
        attributes.append(
            DataAttribute(
                id: identifiers.number(), model: model, name: name, type: type, adminID: admins.first?.id ?? "0",
                now: now))
    }
}
