import JSON

/// The order of search results. Without one, the order of creation.
struct SearchSort: Sendable {
    let field: SearchField
    let isDescending: Bool

    /// What contacts are compared by; none comes last, in both directions.
    enum Key: Sendable, Hashable {
        case none
        case text(String)
        case number(Double)

        var value: JSONValue {
            switch self {
            case .none: .null
            case .text(let text): .string(text)
            case .number(let number): Int64(exactly: number).map(JSONValue.integer) ?? .number(number)
            }
        }

        init(_ value: JSONValue) {
            if let text = value.string {
                self = .text(text)
            } else if let number = value.number {
                self = .number(number)
            } else {
                self = .none
            }
        }
    }

    func key(of contact: Contact) -> Key {
        switch field.kind {
        case .text: field.text(of: contact).map { .text($0) } ?? .none
        case .date: field.instant(of: contact).map { .number(Double($0)) } ?? .none
        case .number: field.number(of: contact).map { .number($0) } ?? .none
        case .flag: field.flag(of: contact).map { .number($0 ? 1 : 0) } ?? .none
        case .tag, .segment: .none
        }
    }

    /// Whether a contact comes before another: by key, then by slot.
    func precedes(_ left: (key: Key, slot: Int), _ right: (key: Key, slot: Int)) -> Bool {
        switch (left.key, right.key) {
        case (.none, .none): left.slot < right.slot
        case (.none, _): false
        case (_, .none): true
        case (.text(let first), .text(let second)) where first != second:
            isDescending ? first > second : first < second
        case (.number(let first), .number(let second)) where first != second:
            isDescending ? first > second : first < second
        case (.text, .number): true
        case (.number, .text): false
        default: left.slot < right.slot
        }
    }
}
