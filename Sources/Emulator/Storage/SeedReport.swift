public import JSON

/// What a seed added: the ids of each kind, in the order of the seed.
public struct SeedReport: Sendable, Hashable {
    public internal(set) var contacts: [String] = []
    public internal(set) var tags: [String] = []
    public internal(set) var companies: [String] = []
    public internal(set) var dataAttributes: [String] = []
    public internal(set) var admins: [String] = []
    public internal(set) var segments: [String] = []
    public internal(set) var subscriptionTypes: [String] = []

    /// `{"contacts": ["5f…"], …}` with the kinds that were seeded.
    public var value: JSONValue {
        var object = JSONObject()
        let kinds = [
            ("admins", admins), ("data_attributes", dataAttributes), ("tags", tags), ("companies", companies),
            ("subscription_types", subscriptionTypes), ("segments", segments), ("contacts", contacts),
        ]
        for (name, ids) in kinds where !ids.isEmpty { object[name] = .array(ids.map(JSONValue.string)) }
        return .object(object)
    }
}
