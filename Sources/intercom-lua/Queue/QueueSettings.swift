import JSON

/// How a queued run is carried out, whoever does it: what was said when it was enqueued.
struct QueueSettings {
    var allowsDelete = false
    var createsAttributes = false
    var alwaysUpdates = false

    init() {}

    /// - Returns: nil for what `text` is not.
    init?(_ text: String) {
        guard let value = try? JSONValue(parsing: text) else { return nil }
        allowsDelete = value["allow_delete"]?.bool ?? false
        createsAttributes = value["create_attributes"]?.bool ?? false
        alwaysUpdates = value["always_update"]?.bool ?? false
    }

    var text: String {
        let value: JSONValue = [
            "allow_delete": .bool(allowsDelete), "create_attributes": .bool(createsAttributes),
            "always_update": .bool(alwaysUpdates),
        ]
        return value.text
    }
}
