/// How a country writes its phone numbers: enough of its numbering plan to be certain of most, and to leave the others.
struct PhonePlan: Sendable {
    /// The ISO 3166 code.
    let country: String
    /// The country's code, without the plus sign.
    let code: String
    /// What callers from within put in front of a number, first the one of today; none where they put nothing.
    let trunkPrefixes: [String]
    /// What callers from within put in front of another country's code.
    let internationalPrefix: String
    private let shapes: [Shape]

    /// What numbers look like without prefix and code: how they begin, and how many digits they have in all.
    struct Shape: Sendable {
        /// One set of digits a place.
        let beginning: [Set<Character>]
        let digits: ClosedRange<Int>

        func matches(_ number: String) -> Bool {
            digits.contains(number.count) && zip(beginning, number).allSatisfy { $0.contains($1) }
        }
    }

    /// - Parameters:
    ///   - trunk: the trunk prefixes, separated by spaces.
    ///   - shapes: how numbers begin, digits and sets of them, and their lengths: `7[0-9] 10`, `[2-8] 6-9`.
    init(
        _ country: String, _ code: String, trunk: String = "", from internationalPrefix: String = "00",
        _ shapes: [String]
    ) {
        self.country = country
        self.code = code
        trunkPrefixes = trunk.split(separator: " ").map(String.init)
        self.internationalPrefix = internationalPrefix
        self.shapes = shapes.compactMap(Shape.init)
    }

    var hasOneLength: Bool {
        let lengths = Set(shapes.map(\.digits))
        return lengths.count == 1 && lengths.allSatisfy { $0.count == 1 }
    }

    func accepts(_ number: String) -> Bool { shapes.contains { $0.matches(number) } }

    /// The number behind its trunk prefix; nil where it has none.
    func withoutTrunkPrefix(_ number: String) -> String? {
        trunkPrefixes.first { number.hasPrefix($0) }.map { String(number.dropFirst($0.count)) }
    }

    // MARK: Finding

    private static let byCountry = Dictionary(PhonePlan.table.map { ($0.country, $0) }) { first, _ in first }
    private static let byCode = Dictionary(grouping: PhonePlan.table, by: \.code)

    /// The plan of a country, by its ISO 3166 code in upper or lower case; nil where it is not in the table.
    static func of(country: some StringProtocol) -> PhonePlan? { byCountry[country.uppercased()] }

    static func all(withCode code: String) -> [PhonePlan] { byCode[code] ?? [] }

    /// The codes of the countries there are plans of, sorted.
    static var countries: [String] { byCountry.keys.sorted() }
}

extension PhonePlan.Shape {
    /// Reads `7[0-9] 10`.
    init?(_ text: String) {
        let parts = text.split(separator: " ")
        let lengths = (parts.last ?? "").split(separator: "-").compactMap { Int($0) }
        guard let shortest = lengths.first, let longest = lengths.last, shortest <= longest else { return nil }
        digits = shortest...longest
        var beginning: [Set<Character>] = []
        var rest = parts.count > 1 ? parts[0] : ""
        while let character = rest.popFirst() {
            guard character == "[" else {
                beginning.append([character])
                continue
            }
            guard let end = rest.firstIndex(of: "]") else { return nil }
            beginning.append(Self.digits(in: rest[..<end]))
            rest = rest[rest.index(after: end)...]
        }
        self.beginning = beginning
    }

    /// The digits of a set: `2-58` are 2, 3, 4, 5 and 8.
    private static func digits(in set: Substring) -> Set<Character> {
        var digits: Set<Character> = []
        var last: Int?
        var isRange = false
        for character in set {
            guard let digit = character.wholeNumberValue else {
                isRange = true
                continue
            }
            for member in (isRange ? last ?? digit : digit)...digit { digits.formUnion(String(member)) }
            (last, isRange) = (digit, false)
        }
        return digits
    }
}
