import Emulator
import Intercom
import JSON
import Synchronization

/// A random history: several scripts carry out operations on a few people, at the same time, against an emulator that
/// lags, limits, fails and loses answers.
struct EmulatedHistory {
    /// How a person is known.
    enum Kind: CaseIterable {
        /// A user with an external id and an email; found by either.
        case identified
        /// A user with an email only.
        case emailOnly
        /// A lead with an email.
        case lead
    }

    struct Person {
        let number: Int
        var kind: Kind { Kind.allCases[number % 3] }
        var email: String { "P\(number)@example.com" }
        var externalID: String { "e/\(number)?#.." }
    }

    /// What became of one operation.
    struct Record: Sendable {
        var person: Int
        /// Where it stood in the order of all operations.
        var position: Int
        var operation: ContactOperation
        var result: Result<ContactResult, IntercomError>
    }

    let seed: UInt64
    let world: EmulatedWorld
    let client: IntercomClient
    let engine: ContactEngine
    let people: [Person]
    /// The state that each person began in; nil: not there.
    private(set) var beginnings: [Int: Emulator.Contact.State] = [:]
    private let random: SeededRandom
    private let faulty: Bool

    init(seed: UInt64, faulty: Bool) throws {
        self.seed = seed
        self.faulty = faulty
        random = SeededRandom(seed: seed)
        people = (0..<6).map { Person(number: $0) }
        var configuration = EmulatorConfiguration()
        configuration.searchLag = [0, 0.02, 0.3, 5, 120][Int(random.fraction() * 5)]
        configuration.rateLimit = [nil, 1667, 60, 20][Int(random.fraction() * 4)]
        configuration.behaviour.unarchiveOfDeleted = random.fraction() < 0.5 ? .badRequest : .serverError
        configuration.behaviour.maximumSearchValues = [nil, 3, 1][Int(random.fraction() * 3)]
        configuration.behaviour.emailSearch = random.fraction() < 0.5 ? .caseInsensitive : .lowerCaseOnly
        let base = try BaseURL("https://emulator.test")
        world = try EmulatedWorld(configuration, seed: seed, base: base)
        let settings = IntercomConfiguration(token: try AccessToken("history-token-1"), baseURL: base)
        client = try IntercomClient(
            settings, transport: world, time: world, random: SeededRandom(seed: seed &+ 1))
        engine = ContactEngine(service: client, time: world, random: SeededRandom(seed: seed &+ 2))
        try seedPeople()
        if faulty { addFaults() }
    }

    private mutating func seedPeople() throws {
        var contacts: [JSONValue] = []
        for person in people where random.fraction() < 0.5 {
            var contact: JSONObject = ["email": .string(person.email.lowercased()), "name": "seed", "phone": "seed"]
            contact["role"] = person.kind == .lead ? "lead" : "user"
            if person.kind == .identified { contact["external_id"] = .string(person.externalID) }
            let isArchived = person.kind == .identified && random.fraction() < 0.3
            if isArchived { contact["state"] = "archived" }
            beginnings[person.number] = isArchived ? .archived : .active
            contacts.append(.object(contact))
        }
        try world.core.seed(["contacts": .array(contacts)])
    }

    private func addFaults() {
        let actions: [Fault.Action] = [
            .status(500, code: nil, message: nil), .status(503, code: nil, message: nil),
            .status(429, code: nil, message: nil), .dropBefore, .dropAfter, .truncate(afterBytes: nil),
            .body("<html>", contentType: "text/html", status: nil),
        ]
        for action in actions {
            world.core.add(Fault(action, frequency: .init(count: nil, probability: 0.03)))
        }
    }

    private func operation(_ step: Int) -> (person: Person, operation: ContactOperation) {
        let person = people[Int(random.fraction() * Double(people.count))]
        let byEmail = person.kind != .identified || random.fraction() < 0.3
        // Both keys are always part of a write, so that the order does not depend on which one matched.
        var attributes = ContactAttributes(name: .value("n\(step)"))
        if person.kind == .identified {
            attributes.externalID = .value(person.externalID)
            attributes.email = .value(person.email)
        }
        // Sets it, clears it or leaves it alone.
        attributes.phone = [.value("p\(step)"), .null, .absent][Int(random.fraction() * 3)]
        let key =
            byEmail
            ? try? MatchingKey(.email, person.email) : try? MatchingKey(.externalID, person.externalID)
        let dice = random.fraction()
        let kind: ContactOperation.Kind = dice < 0.65 ? .upsert : dice < 0.88 ? .update : .delete
        if kind == .upsert, person.kind == .lead { attributes.role = .lead }
        var operation = ContactOperation(kind, key: key, attributes: kind == .delete ? .init() : attributes)
        if kind == .delete, person.kind == .identified {
            operation.key = try? MatchingKey(.externalID, person.externalID)
        }
        if kind == .upsert { operation.restore = random.fraction() < 0.3 }
        return (person, operation)
    }

    /// Carries everything out.
    func run(scripts: Int = 4, steps: Int = 10) async -> [Record] {
        let plans = (0..<scripts).map { script in (0..<steps).map { operation(script * steps + $0) } }
        let journal = Journal()
        let engine = engine
        await withTaskGroup(of: Void.self) { group in
            for plan in plans {
                group.addTask {
                    let contributor = engine.contributor()
                    for (person, operation) in plan {
                        let (pending, position) = journal.begin { engine.begin(operation) }
                        let result: Result<ContactResult, IntercomError>
                        do throws(IntercomError) { result = .success(try await contributor.run(pending)) } catch {
                            result = .failure(error)
                        }
                        journal.note(
                            Record(person: person.number, position: position, operation: operation, result: result))
                    }
                }
            }
        }
        return journal.records
    }

    /// Where the scripts write down what they did, in the order in which it began.
    private final class Journal: Sendable {
        private let state = Mutex<(last: Int, records: [Record])>((0, []))

        func begin(_ begin: () -> PendingOperation) -> (PendingOperation, position: Int) {
            state.withLock { state in
                state.last += 1
                return (begin(), state.last)
            }
        }

        func note(_ record: Record) { state.withLock { $0.records.append(record) } }

        var records: [Record] { state.withLock { $0.records }.sorted { $0.position < $1.position } }
    }
}
