import Foundation
import Seeded

/// Records that create, update and delete contacts, several for many of them, with what must become of each.
struct GeneratedHistory {
    /// What a person is to be at the end.
    struct Person: Equatable {
        var name: String
        var role: String
    }

    /// The script for these records.
    static let script = """
        return function(row)
          local mappings = { name = row.name, role = row.role }
          if row.op == "create" then
            mappings.email = row.value
            return intercom.create_contact { mappings = mappings }
          elseif row.op == "delete" then
            return intercom.delete_contact { matching_field = row.field, matching_value = row.value }
          elseif row.op == "update" then
            return intercom.update_contact { matching_field = row.field, matching_value = row.value, mappings = mappings }
          end
          return intercom.upsert_contact { matching_field = row.field, matching_value = row.value, mappings = mappings }
        end
        """

    private(set) var csv = "op,field,value,name,role\n"
    /// The word for each record.
    private(set) var outcomes: [String] = []
    /// Who must be there at the end, by email.
    private(set) var people: [String: Person] = [:]
    /// How often a contact with an email must have been created, those deleted since counted.
    private(set) var creations: [String: Int] = [:]
    private var random: SeededGenerator
    private let prefix: String
    private var leads: [String] = []
    private var users: [String] = []

    /// - Parameter prefix: of all that identifies somebody, so that several histories fit in one workspace.
    init(prefix: String, records: Int, users count: Int, seed: UInt64) {
        self.prefix = prefix
        random = SeededGenerator(seed: seed)
        for number in 0..<count {
            let name = "\(prefix)-user-\(number)"
            users.append(name)
            people["\(name)@example.com"] = Person(name: "Old \(number)", role: "user")
            creations["\(name)@example.com"] = 1
        }
        for number in 1...records { addRecord(number) }
    }

    private mutating func addRecord(_ number: Int) {
        switch random.next(20) {
        case 0..<4:
            let email = "\(prefix)-new-\(number)@example.com"
            create(email, Person(name: "New \(number)", role: random.next(2) == 0 ? "user" : "lead"))
        case 4..<9:
            let email = "\(prefix)-lead-\(number)@example.com"
            leads.append(email)
            upsert(email, Person(name: "Lead \(number)", role: "lead"))
        case 9..<14 where !leads.isEmpty:
            let email = leads[random.next(leads.count)]
            // A third of them say nothing new, and some bring back who was deleted.
            let same = random.next(3) == 0 ? people[email] : nil
            upsert(email, same ?? Person(name: "Lead \(random.next(3))", role: "lead"))
        case 14..<15 where leads.contains { people[$0] != nil }:
            let live = leads.filter { people[$0] != nil }
            delete("email", live[random.next(live.count)])
        case 15..<16 where !users.isEmpty:
            let name = users.remove(at: random.next(users.count))
            add("delete", "external_id", name, nil, "deleted")
            people["\(name)@example.com"] = nil
        case _ where !users.isEmpty:
            let name = users[random.next(users.count)]
            let person = Person(name: "Name \(random.next(3))", role: "user")
            add(
                "update", "external_id", name, person, people["\(name)@example.com"] == person ? "unchanged" : "updated"
            )
            people["\(name)@example.com"] = person
        default: create("\(prefix)-other-\(number)@example.com", Person(name: "Other \(number)", role: "lead"))
        }
    }

    private mutating func create(_ email: String, _ person: Person) {
        add("create", "", email, person, "created")
        people[email] = person
        creations[email, default: 0] += 1
    }

    private mutating func upsert(_ email: String, _ person: Person) {
        let before = people[email]
        add("upsert", "email", email, person, before == nil ? "created" : before == person ? "unchanged" : "updated")
        people[email] = person
        if before == nil { creations[email, default: 0] += 1 }
    }

    private mutating func delete(_ field: String, _ value: String) {
        add("delete", field, value, nil, "deleted")
        people[value] = nil
    }

    private mutating func add(_ operation: String, _ field: String, _ value: String, _ person: Person?, _ word: String)
    {
        csv += "\(operation),\(field),\(value),\(person?.name ?? ""),\(person?.role ?? "")\n"
        outcomes.append(word)
    }

    /// The records whose word is not the one that it must be.
    func differences(from words: [String]) -> [String] {
        guard words.count == outcomes.count else { return ["\(words.count) outcomes of \(outcomes.count) records"] }
        let rows = csv.split(separator: "\n").dropFirst()
        return zip(zip(1..., rows), zip(words, outcomes)).filter { $1.0 != $1.1 }.map { place, words in
            "record \(place.0), \(place.1): \(words.0) in place of \(words.1)"
        }
    }

    /// Who must be there before, as the emulator takes them.
    static func seedDocument(prefix: String, users count: Int) throws -> Data {
        let contacts = (0..<count).map { number in
            let name = "\(prefix)-user-\(number)"
            return [
                "email": "\(name)@example.com", "external_id": name, "name": "Old \(number)", "role": "user",
            ]
        }
        return try JSONSerialization.data(withJSONObject: ["contacts": contacts])
    }
}
