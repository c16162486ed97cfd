import JSON

@testable import Emulator

/// Compares one answer with the recorded one.
struct Comparison {
    let version: APIVersion
    private(set) var differences: [String] = []
    /// The rules that explained a difference.
    private(set) var rules: Set<Replay.Rule> = []

    private static let newerContactFields: Set<String> = [
        "email_domain", "opted_out_subscription_types", "opted_in_subscription_types", "utm_campaign", "utm_content",
        "utm_medium", "utm_source", "utm_term", "referrer", "enabled_push_messaging",
    ]

    init(version: APIVersion) { self.version = version }

    mutating func compare(_ answer: EmulatorAnswer, _ call: RecordedCall, wanted: JSONValue) {
        if answer.status != call.status {
            differences.append("status \(answer.status) \(answer.errorMessage ?? "") instead of \(call.status)")
            return
        }
        compareHeaders(answer, call)
        guard let value = answer.value else { return differences.append("the body is not JSON") }
        compare(value, wanted, at: "")
    }

    private mutating func compareHeaders(_ answer: EmulatorAnswer, _ call: RecordedCall) {
        for name in ["Content-Type", "Status", "Date", "X-RateLimit-Limit"] {
            let recorded = call.headers[name.lowercased()]?.string
            if answer.header(name) != recorded {
                differences.append("\(name): \(answer.header(name) ?? "-") instead of \(recorded ?? "-")")
            }
        }
        if answer.header("Intercom-Version") != version.description { differences.append("no Intercom-Version") }
        if let id = answer.value?["request_id"]?.string, id != answer.header("X-Request-Id") {
            differences.append("request_id is not the header's")
        }
    }

    private mutating func compare(_ value: JSONValue, _ wanted: JSONValue, at path: String) {
        switch (value, wanted) {
        case (.object(let own), .object(let recorded)): compare(own, recorded, at: path)
        case (.array(let own), .array(let recorded)): compare(own, recorded, at: path)
        case (.integer(let own), .integer(let recorded)) where path.hasSuffix("ed_at"):
            if own == recorded { return }
            if abs(own - recorded) <= 2 { rules.insert(.clock) } else { add(value, wanted, path) }
        case _ where value == wanted: return
        case _ where version.ownerIsText && path.hasSuffix(".data_type") && value == "string" && wanted == "integer":
            rules.insert(.ownerIsText)
        default: add(value, wanted, path)
        }
    }

    private mutating func compare(_ own: [JSONValue], _ recorded: [JSONValue], at path: String) {
        guard own.count == recorded.count else {
            return differences.append("\(path) has \(own.count) members instead of \(recorded.count)")
        }
        var sorted = own
        if path.hasSuffix("tags.data"), own != recorded {
            sorted = recorded.compactMap { wanted in own.first { $0["id"] == wanted["id"] } }
            guard sorted.count == own.count else { return differences.append("\(path) has other tags") }
            if sorted != own { rules.insert(.tagOrder) }
        }
        for (index, wanted) in recorded.enumerated() { compare(sorted[index], wanted, at: "\(path)[\(index)]") }
    }

    private mutating func compare(_ own: JSONObject, _ recorded: JSONObject, at path: String) {
        for (key, wanted) in recorded where !(key == "request_id" && path.isEmpty) {
            if let value = own[key] {
                compare(value, wanted, at: path.isEmpty ? key : "\(path).\(key)")
            } else if key == "object", version >= .v2_7, own["type"] == wanted {
                rules.insert(.objectIsType)
            } else {
                differences.append("\(path).\(key) is missing")
            }
        }
        for (key, value) in own where recorded[key] == nil {
            if let rule = rule(forNew: key, in: own) {
                rules.insert(rule)
            } else {
                differences.append("\(path).\(key) is new: \(value.text)")
            }
        }
    }

    /// What explains a member that was not recorded.
    private func rule(forNew key: String, in object: JSONObject) -> Replay.Rule? {
        guard version >= .v2_7 else { return nil }
        switch object["type"]?.string {
        case "contact" where object["email"] == nil && (key == "type" || key == "external_id"): return .objectIsType
        case "contact" where Self.newerContactFields.contains(key): return .newerContactFields
        case "location" where key == "country_code" || key == "continent_code": return .newerContactFields
        case "tag" where key == "applied_at" || key == "applied_by": return .appliedTag
        case "data_attribute" where key == "messenger_writable": return .newerAttributeFields
        default: return nil
        }
    }

    private mutating func add(_ value: JSONValue, _ wanted: JSONValue, _ path: String) {
        differences.append("\(path) is \(value.text) instead of \(wanted.text)")
    }
}
