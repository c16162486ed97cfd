import Foundation
import Seeded

/// A list of people as large as asked for and as untidy as real ones, with what must become of it.
struct GeneratedPeople {
    struct Person: Equatable {
        var name: String
        var role: String
        var signedUpAt: Int?
        var plan: String
        var seats: Int
    }

    /// The list, for the example's script.
    private(set) var csv = "Email,First,Last,Phone,Plan,Seats,Signup,Zip,Company,Notes\n"
    /// Contacts that are there before the run.
    private(set) var seed: [String: Person] = [:]
    /// Contacts that must be there after the run, by email.
    private(set) var expected: [String: Person] = [:]
    /// How many records must have which outcome.
    private(set) var outcomes: [String: Int] = [:]
    private var emails: [String] = []
    private var random: SeededGenerator

    init(rows: Int, known: Int, seed: UInt64) {
        random = SeededGenerator(seed: seed)
        for number in 0..<known {
            let email = "known\(number)@example.com"
            self.seed[email] = person(named: "Known Person \(number)", isUser: true)
            emails.append(email)
        }
        expected = self.seed
        for number in 0..<rows { addRow(number) }
    }

    private mutating func addRow(_ number: Int) {
        switch random.next(100) {
        case 0..<4: add(",Nobody,\(number),,free,1,2026-01-01,,,No e-mail\n", "skipped")
        case 4..<6: add("person \(number) at example,Odd,Address,,free,1,,,,\n", "rejected")
        case 6: add("short\(number)@example.com,Ragged,Row\n", "rejected")
        case 7: add("\(anyEmail(number)),Many,Seats,,pro,several,,,,\n", "rejected")
        case 8..<24:
            let email = emails[random.next(emails.count)]
            // Half of those who come again say nothing new.
            let same = random.next(2) == 0 ? expected[email] : nil
            let isUser = random.next(10) > 0
            addPerson(
                same ?? person(named: "Person \(number)", isUser: isUser),
                random.next(2) == 0 ? email : email.uppercased())
        default: addPerson(person(named: "Perso\u{301}n, \"\(number)\"", isUser: random.next(4) > 0), anyEmail(number))
        }
    }

    private mutating func addPerson(_ person: Person, _ email: String) {
        let name = person.name.split(separator: " ", maxSplits: 1).map { "\"\($0.replacing("\"", with: "\"\""))\"" }
        let signup = person.signedUpAt.map(Self.date) ?? ""
        let row =
            " \(email),\(name[0]),\(name[1]),,\(person.plan.uppercased()),\(person.seats),\(signup),00\(person.seats),,\n"
        let key = email.lowercased()
        guard let before = expected[key] else {
            expected[key] = person
            emails.append(key)
            return add(row, "created")
        }
        // Intercom does not turn users into leads.
        if before.role == "user", person.role == "lead" { return add(row, "rejected") }
        expected[key] = person
        add(row, before == person ? "unchanged" : "updated")
    }

    private mutating func add(_ row: String, _ outcome: String) {
        csv += row
        outcomes[outcome, default: 0] += 1
    }

    private func anyEmail(_ number: Int) -> String { "person\(number)@example.net" }

    private mutating func person(named name: String, isUser: Bool) -> Person {
        Person(
            name: name, role: isUser ? "user" : "lead",
            signedUpAt: isUser ? 1_735_689_600 + 86_400 * random.next(700) : nil,
            plan: ["free", "pro", "team"][random.next(3)], seats: random.next(500))
    }

    private static func date(_ seconds: Int) -> String {
        String(Date(timeIntervalSince1970: Double(seconds)).ISO8601Format().prefix(10))
    }

    /// The contacts that are there before the run, as the emulator takes them.
    func seedDocument() throws -> Data {
        let contacts = seed.sorted { $0.key < $1.key }.map { email, person -> [String: Any] in
            var contact: [String: Any] = [
                "email": email, "name": person.name, "role": person.role,
                "custom_attributes": ["plan": person.plan, "seats": person.seats],
            ]
            contact["signed_up_at"] = person.signedUpAt
            return contact
        }
        return try JSONSerialization.data(withJSONObject: ["contacts": contacts])
    }
}

extension SeededGenerator {
    /// A number from 0 up to the limit.
    mutating func next(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }
}
