import Emulator
import Intercom
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The engine and the client against the emulator, in thousands of random histories. Every failure names the seed that
/// plays it again; INTERCOM_LUA_HISTORIES sets how many are played of each kind.
@Suite struct EmulatedHistoryTests {
    private static let count = getenv("INTERCOM_LUA_HISTORIES").flatMap { Int(String(cString: $0)) } ?? 1000
    private static let parts = 4

    @Test(arguments: [false, true], 0..<parts)
    func theModelAgrees(_ faulty: Bool, _ part: Int) async throws {
        for number in stride(from: part, to: Self.count, by: Self.parts) {
            let seed = UInt64(number * 2 + (faulty ? 1 : 0))
            guard try await play(seed: seed, faulty: faulty) else { return }
        }
    }

    /// - Returns: whether all was as it should be.
    private func play(seed: UInt64, faulty: Bool) async throws -> Bool {
        let history = try EmulatedHistory(seed: seed, faulty: faulty)
        let records = await history.run()
        #expect(records.count == 40, "every operation has one outcome, seed \(seed)")
        var fates = history.people.map { Fate(history.beginnings[$0.number]) }
        var deletions = Array(repeating: 0, count: fates.count)
        for record in records {
            guard let fate = fates[record.person].after(record) else {
                Issue.record(
                    "seed \(seed), person \(record.person), \(record.operation.kind) after \(fates[record.person]): \(record.result)"
                )
                return false
            }
            fates[record.person] = fate
            if fate == .deleted || fate == .uncertain { deletions[record.person] += 1 }
        }
        if !faulty {
            #expect(history.client.statistics.rateLimited == 0, "a limit that is known is kept, seed \(seed)")
        }
        return history.people.allSatisfy { person in
            check(person, fates[person.number], deletions[person.number], history)
        }
    }

    private func check(
        _ person: EmulatedHistory.Person, _ fate: Fate, _ deletions: Int, _ history: EmulatedHistory
    ) -> Bool {
        let all = history.world.core.contacts.filter {
            $0.externalID == person.externalID || $0.email.lowercased() == person.email.lowercased()
        }
        let active = all.filter { $0.state == .active }
        let note = "seed \(history.seed), person \(person.number), \(person.kind): \(fate)"
        #expect(active.count <= 1, "\(note): \(active.map(\.id))")
        #expect(all.count <= 1 + deletions, "created again although it was there; \(note): \(all.map(\.id))")
        switch fate {
        case .present(let name, let phone):
            #expect(active.map(\.name) == [name], "\(note)")
            #expect(active.allSatisfy { phone.allows($0.phone) }, "\(note): \(active.map(\.phone))")
        case .absent, .archived, .deleted: #expect(active.isEmpty, "\(note)")
        case .uncertain: break
        }
        if case .present(let name, let phone) = fate {
            guard active.map(\.name) == [name], active.allSatisfy({ phone.allows($0.phone) }) else { return false }
        }
        return active.count <= 1 && all.count <= 1 + deletions
    }
}
