/// A phone number as E.164 has it: `+` and the digits with the country's code in front.
struct PhoneNumber: Equatable {
    let text: String

    /// Why a text is no certain number, as what follows "it".
    struct Refusal: Error, Equatable {
        let reason: String
    }

    /// Reads a number as people write it, with spaces, hyphens, dots, slashes and parentheses; an extension is left out.
    ///
    /// - Parameter plan: the country of numbers without a country code; nil refuses those.
    init(_ raw: some StringProtocol, in plan: PhonePlan? = nil) throws(Refusal) {
        var digits = try PhoneDigits(raw)
        // No number of any country begins with 00, so that it means the same where it is not the prefix of today.
        let prefixes = [plan?.internationalPrefix, "00"].compactMap(\.self)
        if !digits.isInternational, let prefix = prefixes.first(where: digits.text.hasPrefix) {
            digits.text.removeFirst(prefix.count)
            digits.isInternational = true
        }
        if digits.isInternational {
            text = try Self.international(digits.text)
        } else {
            guard let plan else { throw Refusal(reason: "has no country code, and no country was given") }
            text = try Self.national(digits.text, in: plan)
        }
    }

    private static func international(_ digits: String) throws(Refusal) -> String {
        guard let code = CallingCodes.prefix(of: digits) else {
            throw Refusal(reason: "begins with no country's code")
        }
        // 15 digits are E.164's limit; fewer than 7 no country has.
        guard 7...15 ~= digits.count else { throw Refusal(reason: "has \(digits.count) digits") }
        let plans = PhonePlan.all(withCode: code)
        guard !plans.isEmpty else { return "+" + digits }
        let number = String(digits.dropFirst(code.count))
        if plans.contains(where: { $0.accepts(number) }) { return "+" + digits }
        // "+44 07911 …": the trunk prefix does not belong behind a country's code.
        for plan in plans {
            if let stripped = plan.withoutTrunkPrefix(number), plan.accepts(stripped) { return "+" + code + stripped }
        }
        throw Refusal(reason: "is no certain number behind +\(code)")
    }

    private static func national(_ digits: String, in plan: PhonePlan) throws(Refusal) -> String {
        if let stripped = plan.withoutTrunkPrefix(digits), plan.accepts(stripped) { return "+" + plan.code + stripped }
        // Spreadsheets eat leading zeros. Without the trunk prefix a number is certain where all numbers have one length.
        if plan.trunkPrefixes.isEmpty || plan.hasOneLength, plan.accepts(digits) { return "+" + plan.code + digits }
        if plan.hasOneLength, digits.hasPrefix(plan.code) {
            let rest = String(digits.dropFirst(plan.code.count))
            if plan.accepts(rest) { return "+" + plan.code + rest }
        }
        throw Refusal(reason: "is no certain number of \(plan.country)")
    }
}

/// The digits of a number, freed of what stands between them.
private struct PhoneDigits {
    var text = ""
    var isInternational = false

    init(_ raw: some StringProtocol) throws(PhoneNumber.Refusal) {
        var rest = Substring(raw).trimmed
        if rest.prefix(4).lowercased() == "tel:" { rest = rest.dropFirst(4).trimmed }
        rest = Self.withoutExtension(rest)
        if rest.first == "+" || rest.first == "＋" {
            isInternational = true
            rest = rest.dropFirst()
        }
        // "+44 (0)20 …": a trunk prefix that is only for callers from within.
        if isInternational, let optional = rest.firstRange(of: "(0)") { rest.replaceSubrange(optional, with: " ") }
        for character in rest {
            if let digit = character.wholeNumberValue, 0...9 ~= digit {
                text.append(String(digit))
            } else if !character.isBlank, !"-‐‑‒–—−.()/[]".contains(character) {
                throw PhoneNumber.Refusal(reason: "has \(character) in it")
            }
        }
        if text.isEmpty { throw PhoneNumber.Refusal(reason: "has no digits") }
    }

    private static func withoutExtension(_ text: Substring) -> Substring {
        let lower = text.lowercased()
        for mark in ["ext", "x", "#"] {
            guard let range = lower.firstRange(of: mark) else { continue }
            let digits = lower[range.upperBound...].drop { $0 == "." || $0 == ":" || $0.isBlank || $0 == "t" }
            let isExtension = 1...6 ~= digits.count && digits.allSatisfy { $0.isASCII && $0.isWholeNumber }
            guard isExtension else { continue }
            return text.prefix(lower.distance(from: lower.startIndex, to: range.lowerBound)).trimmed
        }
        return text
    }
}
