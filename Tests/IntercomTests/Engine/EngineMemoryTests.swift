import JSON
import Testing

@testable import Intercom

@Suite struct EngineMemoryTests {
    private func written(
        _ id: String, _ email: String? = nil, _ externalID: String? = nil, name: String? = nil, at time: Int64 = 5
    ) -> Contact {
        var contact = contact(id, email, externalID, name: name)
        contact.updatedAt = time
        return contact
    }

    @Test func remembersWhatAKeyStandsFor() {
        var memory = EngineMemory(capacity: 10)
        #expect(memory.recall(email("a@b.c")) == nil)
        memory.resolve(email("A@b.c"), to: "c1")
        #expect(memory.recall(email("a@B.C"))?.id == "c1")
        #expect(memory.recall(email("a@b.c"))?.contact == nil)
        memory.saw(written("c1", "a@b.c", name: "Ada"))
        #expect(memory.recall(email("a@b.c"))?.contact?.name == "Ada")
        #expect(memory.recall(intercomID("c1"))?.contact?.name == "Ada")
        #expect(memory.recall(intercomID("c2")) == nil)
    }

    @Test func writtenExternalIDsAreKnownEmailsOnlyAdded() {
        var memory = EngineMemory(capacity: 10)
        memory.wrote(written("c1", "a@b.c", "42"))
        #expect(memory.recall(externalID("42"))?.id == "c1")
        #expect(memory.recall(email("a@b.c")) == nil)
        // The index does not show it yet.
        #expect(memory.takeIn([], for: email("a@b.c")).map(\.id) == ["c1"])
        #expect(memory.takeIn([written("c9", "a@b.c")], for: email("a@b.c")).map(\.id) == ["c9", "c1"])
    }

    @Test func aSecondContactWithTheEmailMakesItAmbiguousAgain() {
        var memory = EngineMemory(capacity: 10)
        memory.wrote(written("c1", "a@b.c"))
        memory.resolve(email("a@b.c"), to: "c1")
        memory.wrote(written("c1", "a@b.c", name: "Ada"))
        #expect(memory.recall(email("a@b.c"))?.id == "c1")
        memory.wrote(written("c2", "a@b.c"))
        #expect(memory.recall(email("a@b.c")) == nil)
        #expect(memory.takeIn([], for: email("a@b.c")).map(\.id) == ["c1", "c2"])
    }

    @Test func theIndexIsCorrected() {
        var memory = EngineMemory(capacity: 10)
        memory.wrote(written("c1", "new@b.c", name: "Ada", at: 5))
        memory.wrote(written("c2", "a@b.c"))
        memory.vanish("c2")
        let stale = [written("c1", "a@b.c", name: "Old", at: 4), written("c2", "a@b.c"), written("c3", "a@b.c")]
        let corrected = memory.takeIn(stale, for: email("a@b.c"))
        #expect(corrected.map(\.id) == ["c1", "c3"] && corrected[0].email == "new@b.c")
        // What somebody else wrote later counts.
        let later = memory.takeIn([written("c1", "a@b.c", name: "Newer", at: 6)], for: email("a@b.c"))
        #expect(later[0].name == "Newer")
    }

    @Test func renamingMovesTheKeys() {
        var memory = EngineMemory(capacity: 10)
        memory.wrote(written("c1", "a@b.c", "1"))
        memory.resolve(email("a@b.c"), to: "c1")
        memory.wrote(written("c1", "b@b.c", "2"))
        #expect(memory.recall(email("a@b.c")) == nil && memory.recall(externalID("1")) == nil)
        #expect(memory.recall(externalID("2"))?.id == "c1")
        #expect(memory.takeIn([], for: email("a@b.c")).isEmpty)
        #expect(memory.takeIn([], for: email("b@b.c")).map(\.id) == ["c1"])
    }

    @Test func aKeyThatNoLongerFitsItsContactIsNotTrusted() {
        var memory = EngineMemory(capacity: 10)
        memory.resolve(email("a@b.c"), to: "c1")
        memory.saw(written("c1", "other@b.c"))
        #expect(memory.recall(email("a@b.c")) == nil)
    }

    @Test func whatVanishedIsForgottenUntilItReappears() {
        var memory = EngineMemory(capacity: 10)
        memory.wrote(written("c1", "a@b.c", "1"))
        memory.resolve(email("a@b.c"), to: "c1")
        memory.vanish("c1")
        #expect(memory.recall(email("a@b.c")) == nil && memory.recall(externalID("1")) == nil)
        #expect(memory.takeIn([written("c1", "a@b.c", at: 99)], for: email("a@b.c")).isEmpty)
        memory.reappear("c1")
        #expect(memory.takeIn([written("c1", "a@b.c")], for: email("a@b.c")).map(\.id) == ["c1"])
    }

    @Test func mergedContactsLeadToTheirSuccessors() {
        var memory = EngineMemory(capacity: 10)
        memory.merge("c1", into: "c2")
        #expect(memory.recall(intercomID("c1"))?.id == "c2")
    }

    @Test func onlySoManyStatesAreKeptButAllKeys() {
        var memory = EngineMemory(capacity: 100)
        for number in 0..<5000 { memory.wrote(written("c\(number)", nil, "\(number)")) }
        #expect(memory.contact("c0") == nil && memory.contact("c4899") == nil && memory.contact("c4900") != nil)
        #expect(memory.recall(externalID("0"))?.id == "c0" && memory.recall(externalID("0"))?.contact == nil)
    }

    /// A contact as it comes with others in one answer.
    private func answered(_ id: String, externalID: String, filler: Int = 1000) throws -> Contact {
        let text =
            #"[{"id":"\#(id)","external_id":"\#(externalID)","os":"Debian","x":"\#(String(repeating: "x", count: filler))"},0]"#
        return try #require(try JSONDocument(parsing: text).root[0].flatMap { Contact($0) })
    }

    @Test func answersAreKeptWithoutWhatTheyCameWith() throws {
        var memory = EngineMemory(capacity: 10)
        memory.saw(try answered("c1", externalID: "1"))
        let known = try #require(memory.recall(externalID("1")) ?? memory.contact("c1").map { ($0.id, $0) })
        #expect(known.contact?.details?["os"]?.string == "Debian" && known.contact?.details?.keptByteCount ?? 0 < 1200)
    }

    @Test func onlySoManyBytesOfAnswersAreKept() throws {
        var contacts = RememberedContacts(capacity: 100_000, answerBytes: 100_000)
        for number in 0..<3000 {
            contacts.keep(try answered("c\(number)", externalID: "\(number)"), isWritten: false)
            // One that is written again and again does not push the others out, nor does it fill the memory.
            contacts.keep(try answered("hot", externalID: "h"), isWritten: true)
            #expect(contacts.bytes <= 100_000)
        }
        #expect(contacts["c0"]?.contact.externalID == "0" && contacts["c0"]?.contact.details == nil)
        #expect(contacts["c2999"]?.contact.details != nil && contacts["c2930"]?.contact.details != nil)
        #expect(contacts["hot"]?.contact.details?["os"]?.string == "Debian")
        for number in 0..<3000 { contacts.remove("c\(number)") }
        contacts.remove("hot")
        #expect(contacts.bytes == 0)
    }

    @Test func aContactThatIsWrittenAgainAndAgainKeepsItsPlaceAmongTheAnswers() throws {
        var contacts = RememberedContacts(capacity: 10, answerBytes: 5000)
        contacts.keep(try answered("hot", externalID: "h"), isWritten: true)
        contacts.keep(try answered("old", externalID: "o"), isWritten: false)
        for _ in 0..<3000 { contacts.keep(try answered("hot", externalID: "h"), isWritten: true) }
        #expect(contacts.bytes <= 5000 && contacts["old"]?.contact.details != nil)
        // The oldest answer goes first: that of the contact that was not written again.
        for number in 0..<3 { contacts.keep(try answered("c\(number)", externalID: "c"), isWritten: false) }
        #expect(contacts.bytes <= 5000 && contacts["old"]?.contact.details == nil)
        #expect(["hot", "c0", "c1", "c2"].allSatisfy { contacts[$0]?.contact.details != nil })
    }

    @Test func doubtsLastUntilTheKeyIsResolved() {
        var memory = EngineMemory(capacity: 10)
        memory.doubt([email("a@b.c"), externalID("1")])
        #expect(memory.isUncertain(email("A@b.c")) && memory.isUncertain(externalID("1")))
        memory.resolve(email("a@b.c"), to: "c1")
        #expect(!memory.isUncertain(email("a@b.c")) && memory.isUncertain(externalID("1")))
    }

    @Test func everythingCanBeForgotten() {
        var memory = EngineMemory(capacity: 10)
        memory.wrote(written("c1", "a@b.c", "1"))
        memory.forgetEverything()
        #expect(memory.recall(externalID("1")) == nil && memory.contact("c1") == nil)
    }
}
