import JSON
import Runner

/// How a queued run is carried out, whoever does it: what was said when it was enqueued.
struct QueueSettings {
    var allowsDelete = false
    var createsAttributes = false
    var alwaysUpdates = false
    /// How many records may be rejected or fail, over all workers; nil for any number.
    var maximumFailures: FailureLimit?
    /// Whether the script has Lua's full libraries and no limits, where workers allow that.
    var isTrusted = false
    /// Code that runs before the script.
    var prelude: String?
    /// What a script that is trusted finds in `arg`.
    var arguments: [String] = []

    init() {}

    /// - Returns: nil for what `text` is not.
    init?(_ text: String) {
        guard let value = try? JSONValue(parsing: text) else { return nil }
        allowsDelete = value["allow_delete"]?.bool ?? false
        createsAttributes = value["create_attributes"]?.bool ?? false
        alwaysUpdates = value["always_update"]?.bool ?? false
        isTrusted = value["trusted"]?.bool ?? false
        prelude = value["prelude"]?.string
        arguments = value["arguments"]?.array?.compactMap(\.string) ?? []
        maximumFailures = value["max_failures"]?.string.flatMap { FailureLimit($0) }
    }

    var text: String {
        let value: JSONValue = [
            "allow_delete": .bool(allowsDelete), "create_attributes": .bool(createsAttributes),
            "always_update": .bool(alwaysUpdates),
            "trusted": .bool(isTrusted), "prelude": prelude.map { .string($0) } ?? .null,
            "arguments": .array(arguments.map { .string($0) }),
            "max_failures": maximumFailures.map { .string("\($0)") } ?? .null,
        ]
        return value.text
    }
}
