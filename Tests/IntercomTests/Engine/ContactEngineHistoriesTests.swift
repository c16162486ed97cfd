import Testing

@testable import Intercom

/// Random histories of operations by several scripts over few people, against a workspace with a lagging index, lost
/// answers and failures, compared with a model of what each person must look like.
@Suite struct ContactEngineHistoriesTests {
    /// What is known of a person after the operations so far.
    private enum Fate: Equatable {
        case absent
        case present(name: String)
        /// An operation failed in a way that leaves several possibilities.
        case uncertain
        /// Deleted: Intercom keeps the external id taken.
        case locked
    }

    private struct Record: Sendable {
        var person: Int
        var operation: ContactOperation
        var result: Result<ContactResult, IntercomError>
    }

    private static let people = 8

    /// Even people are known by external id, odd ones by email; every third of these is a lead.
    private static func key(_ person: Int) -> MatchingKey {
        person % 2 == 0 ? externalID("e\(person)") : email("p\(person)@b.c")
    }

    private static func isLead(_ person: Int) -> Bool { person % 2 == 1 && person % 3 == 0 }

    private func history(_ random: SeededRandom, length: Int) -> [(person: Int, operation: ContactOperation)] {
        (0..<length).map { step in
            let person = Int(random.fraction() * Double(Self.people))
            let key = Self.key(person)
            let attributes = ContactAttributes(role: Self.isLead(person) ? .lead : nil, name: .value("n\(step)"))
            let dice = random.fraction()
            if dice < 0.65 { return (person, .upsert(key, attributes)) }
            if dice < 0.9 { return (person, .update(key, ContactAttributes(name: .value("n\(step)")))) }
            return (person, .delete(key))
        }
    }

    private func play(seed: UInt64, losses: Bool) async -> (records: [Record], workspace: FakeWorkspace) {
        let random = SeededRandom(seed: seed)
        var options = FakeWorkspace.Options()
        options.seed = seed
        options.indexLag = Int(random.fraction() * 30)
        if losses {
            options.lossBeforeCreate = 0.15
            options.lossAfterCreate = 0.15
            options.failureOfOthers = 0.1
        }
        let workspace = FakeWorkspace(options)
        for person in 0..<Self.people where random.fraction() < 0.4 {
            let key = Self.key(person)
            workspace.seed(
                email: key.field == .email ? key.value : nil, externalID: key.field == .email ? nil : key.value,
                role: Self.isLead(person) ? .lead : .user, name: "seed")
        }
        let engine = ContactEngine(service: workspace, time: InstantTime(), random: SeededRandom(seed: seed))
        let steps = history(random, length: 60)
        let pending = steps.map { engine.begin($0.operation) }
        let results = await withTaskGroup(of: (Int, Result<ContactResult, IntercomError>).self) { group in
            for (index, operation) in pending.enumerated() {
                group.addTask {
                    do throws(IntercomError) { return (index, .success(try await operation.result())) } catch {
                        return (index, .failure(error))
                    }
                }
            }
            return await group.reduce(into: [Int: Result<ContactResult, IntercomError>]()) { $0[$1.0] = $1.1 }
        }
        let records = steps.enumerated().compactMap { index, step in
            results[index].map { Record(person: step.person, operation: step.operation, result: $0) }
        }
        return (records, workspace)
    }

    /// What an operation makes of a person's fate; nil where that cannot be.
    private func advance(_ fate: Fate, _ record: Record) -> Fate? {
        let name = record.operation.attributes.name.value ?? ""
        switch record.result {
        case .success(let result):
            switch result.outcome {
            case .created: return fate == .absent || fate == .uncertain ? .present(name: name) : nil
            case .updated, .unchanged:
                if fate == .absent || fate == .locked { return nil }
                return result.contact.name == name ? .present(name: name) : nil
            case .deleted:
                if fate == .absent || fate == .locked { return nil }
                return record.operation.key?.field == .externalID ? .locked : .absent
            }
        case .failure(let error):
            switch error.code {
            case .notFound: return fate == .absent || fate == .locked || fate == .uncertain ? fate : nil
            case .archived: return fate == .locked || fate == .uncertain ? .locked : nil
            // The write was not carried out.
            case .unavailable: return fate
            case .outcomeUnknown: return .uncertain
            default: return nil
            }
        }
    }

    @Test(arguments: [false, true], 0..<60)
    func theModelAgrees(_ losses: Bool, _ number: Int) async {
        let seed = UInt64(number * 2 + (losses ? 1 : 0))
        let (records, workspace) = await play(seed: seed, losses: losses)
        #expect(records.count == 60, "every operation has an outcome, seed \(seed)")
        #expect(workspace.overlaps.isEmpty, "seed \(seed)")
        var fates = Array(repeating: Fate.absent, count: Self.people)
        for person in 0..<Self.people where wasSeeded(person, workspace) { fates[person] = .present(name: "seed") }
        for (index, record) in records.enumerated() {
            guard let next = advance(fates[record.person], record) else {
                Issue.record("operation \(index) of seed \(seed): \(record) after \(fates[record.person])")
                return
            }
            fates[record.person] = next
        }
        for person in 0..<Self.people {
            let key = Self.key(person)
            let found = workspace.live.filter { key.matches($0) }
            #expect(found.count <= 1, "seed \(seed), person \(person): \(found.map(\.id))")
            switch fates[person] {
            case .present(let name): #expect(found.map(\.name) == [name], "seed \(seed), person \(person)")
            case .absent, .locked: #expect(found.isEmpty, "seed \(seed), person \(person)")
            case .uncertain: break
            }
        }
    }

    private func wasSeeded(_ person: Int, _ workspace: FakeWorkspace) -> Bool {
        workspace.state.withLock { state in
            state.contacts.values.contains { $0.contact.id.hasPrefix("s") && Self.key(person).matches($0.contact) }
        }
    }
}
