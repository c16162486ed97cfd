/// The fields of a contact that Intercom observes by itself, so that no request writes them. A seed may set them.
enum ObservedField {
    enum Kind: Sendable {
        case text
        case instant
        case flag
    }

    /// In the order of an answer, those that follow `last_seen_at`; the location's fields stand apart.
    static let contact: [(name: String, kind: Kind)] = [
        ("last_replied_at", .instant), ("last_contacted_at", .instant), ("last_email_opened_at", .instant),
        ("last_email_clicked_at", .instant), ("language_override", .text), ("browser", .text),
        ("browser_version", .text), ("browser_language", .text), ("os", .text),
    ]

    static let device: [(name: String, kind: Kind)] = [
        ("android_app_name", .text), ("android_app_version", .text), ("android_device", .text),
        ("android_os_version", .text), ("android_sdk_version", .text), ("android_last_seen_at", .instant),
        ("ios_app_name", .text), ("ios_app_version", .text), ("ios_device", .text), ("ios_os_version", .text),
        ("ios_sdk_version", .text), ("ios_last_seen_at", .instant),
    ]

    /// Fields that answers have since the OpenAPI files, and not in the recordings of 2.3.
    static let newer: [(name: String, kind: Kind)] = [
        ("utm_campaign", .text), ("utm_content", .text), ("utm_medium", .text), ("utm_source", .text),
        ("utm_term", .text), ("referrer", .text), ("enabled_push_messaging", .flag),
    ]

    static let location: [(name: String, kind: Kind)] = [
        ("location.country", .text), ("location.region", .text), ("location.city", .text),
        ("location.country_code", .text), ("location.continent_code", .text),
    ]

    static let kinds: [String: Kind] = Dictionary(
        (contact + device + newer + location).map { ($0.name, $0.kind) }, uniquingKeysWith: { first, _ in first })
}
