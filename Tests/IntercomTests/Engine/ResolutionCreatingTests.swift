import Testing

@testable import Intercom

@Suite struct ResolutionCreatingTests {
    private let user = ContactAttributes(email: "a@b.c", name: "Ada")
    private let lead = ContactAttributes(role: .lead, email: "a@b.c", name: "Ada")
    private let userBody = #"create {"email":"a@b.c","name":"Ada"}"#
    private let leadBody = #"create {"role":"lead","email":"a@b.c","name":"Ada"}"#

    private func upsert(_ attributes: ContactAttributes) -> ContactOperation { .upsert(email("a@b.c"), attributes) }

    @Test func createSendsWhatIsMapped() {
        play(.create(user), [(userBody, .contact(contact("n1"))), ("created n1", nil)])
    }

    @Test func theMatchingValueIsPartOfWhatIsCreated() throws {
        #expect(
            try ContactOperation.upsert(externalID("42"), ContactAttributes(name: "Ada")).creationPayload()
                == ContactAttributes(externalID: "42", name: "Ada"))
        #expect(try upsert(ContactAttributes()).creationPayload() == ContactAttributes(email: "a@b.c"))
        // Intercom chooses its own ids.
        #expect(try ContactOperation.upsert(intercomID("c1"), user).creationPayload() == user)
    }

    @Test func nullsAreLeftOut() throws {
        var attributes = ContactAttributes(phone: .null, name: "Ada", custom: ["a": 1, "b": nil])
        attributes.ownerID = .null
        let payload = try upsert(attributes).creationPayload()
        #expect(
            String(decoding: payload.encoded(), as: UTF8.self)
                == #"{"email":"a@b.c","name":"Ada","custom_attributes":{"a":1}}"#)
    }

    @Test func whatCannotBeCreatedIsNotSent() {
        play(.create(ContactAttributes(name: "Ada")), [("fail invalid_argument (email)", nil)])
        play(.create(ContactAttributes(role: .lead, externalID: "42")), [("fail invalid_argument (external_id)", nil)])
        play(
            .upsert(externalID("42"), ContactAttributes(role: .lead)),
            [
                ("look up external_id 42 any", .direct()), ("fail invalid_argument (external_id)", nil),
            ])
        play(
            upsert(ContactAttributes(email: .null)),
            [
                ("look up email a@b.c any", .indexed()), ("fail invalid_argument (email)", nil),
            ])
    }

    @Test func usersAreRepeatedAfterALoss() {
        play(
            .create(user),
            [
                (userBody, .lost), ("pause 1", .resumed), (userBody, .contact(contact("n1"))), ("created n1", nil),
            ])
        let body = #"create {"external_id":"1"}"#
        play(
            .create(ContactAttributes(externalID: "1")),
            [(body, .lost), ("pause 1", .resumed), (body, .contact(contact("n1"))), ("created n1", nil)])
    }

    @Test func aRepetitionThatMeetsTheFirstAttemptHasCreated() {
        let made = contact("n1", "a@b.c", name: "Ada")
        play(
            .create(user),
            [
                (userBody, .lost), ("pause 1", .resumed), (userBody, .live("n1")), ("claim n1", .claimed(nil)),
                ("read n1", .contact(made)), ("created n1", nil),
            ])
        play(
            upsert(user),
            [
                ("look up email a@b.c any", .indexed()), (userBody, .lost), ("pause 1", .resumed),
                (userBody, .live("n1")),
                ("claim n1", .claimed(nil)), ("read n1", .contact(made)), ("created n1", nil),
            ])
    }

    @Test func aRepetitionThatMeetsSomebodyElseIsAConflictOrAnUpdate() {
        let other = contact("x", "a@b.c", name: "Grace")
        play(
            .create(user),
            [
                (userBody, .lost), ("pause 1", .resumed), (userBody, .live("x")), ("claim x", .claimed(nil)),
                ("read x", .contact(other)), ("fail conflict x", nil),
            ])
        play(
            upsert(user),
            [
                ("look up email a@b.c any", .indexed()), (userBody, .lost), ("pause 1", .resumed),
                (userBody, .live("x")),
                ("claim x", .claimed(nil)), ("read x", .contact(other)),
                (#"update x {"email":"a@b.c","name":"Ada"}"#, .contact(other)), ("updated x", nil),
            ])
    }

    @Test func whatWasThereLongBeforeIsNotWhatWasCreated() {
        let older = contact("x", "a@b.c", name: "Ada", createdAt: 939)
        play(
            .create(user),
            [
                (userBody, .lost), ("pause 1", .resumed), (userBody, .live("x")), ("claim x", .claimed(nil)),
                ("read x", .contact(older)), ("fail conflict x", nil),
            ])
        play(
            upsert(user),
            [
                ("look up email a@b.c any", .indexed()), (userBody, .lost), ("pause 1", .resumed),
                (userBody, .live("x")), ("claim x", .claimed(nil)), ("read x", .contact(older)), ("unchanged x", nil),
            ])
        // Clocks may differ by a minute.
        play(
            .create(user),
            [
                (userBody, .lost), ("pause 1", .resumed), (userBody, .live("x")), ("claim x", .claimed(nil)),
                ("read x", .contact(contact("x", "a@b.c", name: "Ada", createdAt: 940))), ("created x", nil),
            ])
    }

    @Test func repetitionsEnd() {
        play(
            .create(user),
            [
                (userBody, .lost), ("pause 1", .resumed), (userBody, .lost), ("pause 2", .resumed), (userBody, .lost),
                ("pause 3", .resumed), (userBody, .lost), ("fail outcome_unknown", nil),
            ])
    }

    @Test func unreadableAnswersAreLossesToo() {
        var unreadable = IntercomError(.unexpectedResponse, "cut off")
        unreadable.mayHaveBeenApplied = true
        play(
            .create(user),
            [
                (userBody, .failed(unreadable)), ("pause 1", .resumed), (userBody, .contact(contact("n1"))),
                ("created n1", nil),
            ])
    }

    @Test(arguments: [IntercomError.Code.unavailable, .unauthorized, .rateLimited, .invalidArgument])
    func whatSurelyDidNotHappenIsNoLoss(_ code: IntercomError.Code) {
        play(.create(user), [(userBody, .failed(IntercomError(code, "x"))), ("fail \(code.rawValue)", nil)])
    }

    @Test func leadsAreLookedForInsteadOfRepeated() {
        play(
            upsert(lead),
            [
                ("look up email a@b.c any", .indexed()), (leadBody, .lost), ("pause 1", .resumed),
                ("look up email a@b.c indexed", .indexed()), ("pause 2", .resumed),
                (
                    "look up email a@b.c indexed",
                    .indexed(contact("n1", "a@b.c", role: .lead, name: "Ada", createdAt: 1001))
                ),
                ("created n1", nil),
            ])
    }

    @Test func aLeadThatIsNowhereIsUnknown() {
        play(
            .create(lead),
            [
                (leadBody, .lost), ("pause 1", .resumed), ("look up email a@b.c indexed", .indexed()),
                ("pause 2", .resumed),
                ("look up email a@b.c indexed", .indexed()), ("pause 3", .resumed),
                ("look up email a@b.c indexed", .indexed()), ("fail outcome_unknown", nil),
            ])
    }

    @Test func anOlderLeadIsNotTheOneJustCreated() {
        let older = contact("old", "a@b.c", role: .lead, name: "Ada", createdAt: 10)
        play(
            .create(lead),
            [
                (leadBody, .lost), ("pause 1", .resumed), ("look up email a@b.c indexed", .indexed(older)),
                ("pause 2", .resumed), ("look up email a@b.c indexed", .indexed(older)), ("pause 3", .resumed),
                ("look up email a@b.c indexed", .indexed(older)), ("fail outcome_unknown", nil),
            ])
    }

    @Test func twoThatCouldBeItAreUnknown() {
        let one = contact("n1", "a@b.c", role: .lead, name: "Ada", createdAt: 1001)
        let two = contact("n2", "a@b.c", role: .lead, name: "Ada", createdAt: 1002)
        play(
            .create(lead),
            [
                (leadBody, .lost), ("pause 1", .resumed), ("look up email a@b.c indexed", .indexed(one, two)),
                ("fail outcome_unknown n1,n2", nil),
            ])
    }

    @Test func aLeadThatSaysNothingOfItsAgeIsTheOneJustCreated() {
        play(
            .create(lead),
            [
                (leadBody, .lost), ("pause 1", .resumed),
                ("look up email a@b.c indexed", .indexed(contact("n1", "a@b.c", role: .lead, name: "Ada"))),
                ("created n1", nil),
            ])
    }

    @Test func anUpsertOfALeadGoesOnWithAnOlderOne() {
        let older = contact("old", "a@b.c", role: .lead, name: "Ada", createdAt: 10)
        play(
            upsert(lead),
            [
                ("look up email a@b.c any", .indexed()), (leadBody, .lost), ("pause 1", .resumed),
                ("look up email a@b.c indexed", .indexed(older)), ("claim old", .claimed(nil)), ("unchanged old", nil),
            ])
        // Another that does not have everything may be the one that was created, changed since.
        let other = contact("n1", "a@b.c", role: .lead, createdAt: 1001)
        play(
            upsert(lead),
            [
                ("look up email a@b.c any", .indexed()), (leadBody, .lost), ("pause 1", .resumed),
                ("look up email a@b.c indexed", .indexed(other)),
                ("claim n1", .claimed(contact("n1", "a@b.c", role: .lead, name: "Ada", createdAt: 1001))),
                ("created n1", nil),
            ])
        play(
            upsert(lead),
            [
                ("look up email a@b.c any", .indexed()), (leadBody, .lost), ("pause 1", .resumed),
                ("look up email a@b.c indexed", .indexed(older, other)), ("fail outcome_unknown old,n1", nil),
            ])
    }

    @Test func anUpsertOfALeadGoesOnWithWhatTurnsUp() {
        let other = contact("x", "a@b.c", role: .lead, name: "Grace", createdAt: 1001)
        play(
            upsert(lead),
            [
                ("look up email a@b.c any", .indexed()), (leadBody, .lost), ("pause 1", .resumed),
                ("look up email a@b.c indexed", .indexed(other)), ("claim x", .claimed(nil)),
                (#"update x {"role":"lead","email":"a@b.c","name":"Ada"}"#, .contact(other)), ("updated x", nil),
            ])
    }

    @Test func withoutAnEmailNothingCanBeLookedFor() {
        play(
            .create(ContactAttributes(role: .user, name: "Ada")),
            [
                (#"create {"role":"user","name":"Ada"}"#, .lost), ("fail outcome_unknown", nil),
            ])
        play(
            .create(ContactAttributes(role: .lead, name: "Ada")),
            [
                (#"create {"role":"lead","name":"Ada"}"#, .lost), ("fail outcome_unknown", nil),
            ])
    }

    @Test func afterACrashUsersAreCreatedAndLeadsLookedFor() {
        var operation = upsert(user)
        operation.mayHaveBeenWritten = true
        play(
            operation,
            [
                ("look up email a@b.c any", .indexed()), (userBody, .live("n1")), ("claim n1", .claimed(nil)),
                ("read n1", .contact(contact("n1", "a@b.c", name: "Ada"))), ("created n1", nil),
            ])
        var create = ContactOperation.create(lead)
        create.mayHaveBeenWritten = true
        play(
            create,
            [
                ("pause 1", .resumed),
                (
                    "look up email a@b.c indexed",
                    .indexed(contact("n1", "a@b.c", role: .lead, name: "Ada", createdAt: 10))
                ),
                ("created n1", nil),
            ])
    }

    @Test func cancellingAfterALossSaysThatItMayHaveHappened() {
        var resolution = Resolution(.create(user), startedAt: 0)
        _ = resolution.start(recalled: nil)
        _ = resolution.next(.lost)
        guard case .fail(let error) = resolution.next(.failed(.cancelled)) else {
            Issue.record("it went on")
            return
        }
        #expect(error.code == .interrupted && error.mayHaveBeenApplied)
    }

    @Test func cancellingWhileCreatingIsNoReasonToRepeat() {
        var cancelled = IntercomError.cancelled
        for mayHaveBeenApplied in [false, true] {
            cancelled.mayHaveBeenApplied = mayHaveBeenApplied
            play(.create(user), [(userBody, .failed(cancelled)), ("fail interrupted", nil)])
        }
    }
}
