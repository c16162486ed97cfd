/// A search query that was checked: every field exists, every operator fits its field, every value its type.
indirect enum SearchFilter: Sendable {
    case comparison(SearchComparison)
    case all([SearchFilter])
    case any([SearchFilter])

    func matches(_ contact: Contact) -> Bool {
        switch self {
        case .comparison(let comparison): comparison.matches(contact)
        case .all(let filters): filters.allSatisfy { $0.matches(contact) }
        case .any(let filters): filters.contains { $0.matches(contact) }
        }
    }
}

/// One field compared with one operand.
struct SearchComparison: Sendable {
    enum Operator: String, Sendable {
        case equals = "="
        case differs = "!="
        case isIn = "IN"
        case isNotIn = "NIN"
        case contains = "~"
        case containsNot = "!~"
        case startsWith = "^"
        case endsWith = "$"
        case isLess = "<"
        case isGreater = ">"
        case isAtMost = "<="
        case isAtLeast = ">="
    }

    enum Operand: Sendable {
        /// JSON's null: no value.
        case nothing
        case texts(Set<String>)
        case flags(Set<Bool>)
        case numbers(Set<Double>)
        /// The first second of a day, Unix seconds.
        case day(Int64)
        /// The queries of segments.
        case segments([SearchFilter])
    }

    let field: SearchField
    let `operator`: Operator
    let operand: Operand
    /// The contact's text is lower-cased before it is compared.
    let ignoresCase: Bool

    static let secondsPerDay: Int64 = 86_400

    func matches(_ contact: Contact) -> Bool {
        switch `operator` {
        case .equals, .isIn: isEqual(contact)
        // Contacts without a value differ from every value.
        case .differs, .isNotIn: !isEqual(contact)
        case .contains: compareText(contact) { $0.contains($1) }
        case .containsNot: !compareText(contact) { $0.contains($1) }
        case .startsWith: compareText(contact) { $0.hasPrefix($1) }
        case .endsWith: compareText(contact) { $0.hasSuffix($1) }
        case .isLess:
            compare(contact, { $0 < $1 }, { instant, day in instant < day })
        case .isGreater:
            compare(contact, { $0 > $1 }, { instant, day in instant >= day + Self.secondsPerDay })
        case .isAtMost: compare(contact, { $0 <= $1 }, { _, _ in false })
        case .isAtLeast: compare(contact, { $0 >= $1 }, { _, _ in false })
        }
    }

    private func isEqual(_ contact: Contact) -> Bool {
        switch operand {
        case .nothing: return hasNoValue(contact)
        case .texts(let texts):
            if field.kind == .tag { return contact.tags.contains { texts.contains($0.id) } }
            guard let text = field.text(of: contact) else { return false }
            return texts.contains(ignoresCase ? text.lowercased() : text)
        case .flags(let flags): return field.flag(of: contact).map(flags.contains) ?? false
        case .numbers(let numbers): return field.number(of: contact).map(numbers.contains) ?? false
        case .day(let day):
            guard let instant = field.instant(of: contact) else { return false }
            return instant >= day && instant < day + Self.secondsPerDay
        case .segments(let filters): return filters.contains { $0.matches(contact) }
        }
    }

    private func hasNoValue(_ contact: Contact) -> Bool {
        switch field.kind {
        case .text: field.text(of: contact) == nil
        case .flag: field.flag(of: contact) == nil
        case .number: field.number(of: contact) == nil
        case .date: field.instant(of: contact) == nil
        case .tag: contact.tags.isEmpty
        case .segment: false
        }
    }

    private func compareText(_ contact: Contact, _ test: (String, String) -> Bool) -> Bool {
        guard case .texts(let texts) = operand, let wanted = texts.first,
            let text = field.text(of: contact)
        else { return false }
        return test(text.lowercased(), wanted)
    }

    private func compare(
        _ contact: Contact, _ numbers: (Double, Double) -> Bool, _ days: (Int64, Int64) -> Bool
    ) -> Bool {
        switch operand {
        case .numbers(let operands):
            guard let wanted = operands.first, let number = field.number(of: contact) else { return false }
            return numbers(number, wanted)
        case .day(let day):
            guard let instant = field.instant(of: contact) else { return false }
            return days(instant, day)
        default: return false
        }
    }
}
