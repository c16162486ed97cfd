import Testing

@testable import Intercom

@Suite struct ResolutionFindingTests {
    private let ada = ContactAttributes(name: "Ada")

    @Test func byIDWithoutALookup() {
        play(
            .upsert(intercomID("c1"), ada),
            [
                ("claim c1", .claimed(nil)), (#"update c1 {"name":"Ada"}"#, .contact(contact("c1"))),
                ("updated c1", nil),
            ])
    }

    @Test func anIDThatIsNotThereIsNotFound() {
        play(
            .upsert(intercomID("c1"), ada),
            [
                ("claim c1", .claimed(nil)), (#"update c1 {"name":"Ada"}"#, .notFound), ("fail not_found", nil),
            ])
        play(
            .delete(intercomID("c1")),
            [
                ("claim c1", .claimed(nil)), ("delete c1", .notFound), ("fail not_found", nil),
            ])
        play(.find(intercomID("c1")), [("read c1", .notFound), ("none", nil)])
    }

    @Test func byExternalID() {
        play(
            .update(externalID("42"), ada),
            [
                ("look up external_id 42 any", .direct(contact("c1", nil, "42"))), ("claim c1", .claimed(nil)),
                (#"update c1 {"name":"Ada"}"#, .contact(contact("c1", nil, "42"))), ("updated c1", nil),
            ])
    }

    @Test func externalIDsCompareExactly() {
        play(
            .find(externalID("a1")),
            [
                ("look up external_id a1 any", .direct(contact("c1", nil, "A1"))),
                ("look up external_id a1 indexed", .indexed(contact("c1", nil, "A1"))), ("none", nil),
            ])
    }

    @Test func byEmailWithoutRegardToCase() {
        play(
            .upsert(email("Ada@Example.COM"), ada),
            [
                (
                    "look up email Ada@Example.COM any",
                    .indexed(contact("x", "ada@example.com.evil"), contact("c1", "aDa@example.com"), contact("y"))
                ),
                ("claim c1", .claimed(nil)),
                (#"update c1 {"name":"Ada"}"#, .contact(contact("c1", "ada@example.com"))), ("updated c1", nil),
            ])
    }

    @Test func rememberedKeysAreNotLookedUp() {
        play(
            .upsert(email("a@b.c"), ada), recalled: ("c1", nil),
            [
                ("claim c1", .claimed(nil)), (#"update c1 {"name":"Ada"}"#, .contact(contact("c1"))),
                ("updated c1", nil),
            ])
        play(
            .upsert(email("a@b.c"), ada), recalled: ("c1", contact("c1", "a@b.c", name: "Ada")),
            [
                ("claim c1", .claimed(nil)), ("unchanged c1", nil),
            ])
        play(
            .find(email("a@b.c")), recalled: ("c1", contact("c1", "a@b.c")),
            [
                ("read c1", .contact(contact("c1", "a@b.c"))), ("unchanged c1", nil),
            ])
        play(
            .delete(email("a@b.c")), recalled: ("c1", nil),
            [
                ("claim c1", .claimed(contact("c1", "a@b.c"))), ("delete c1", .deleted(DeletedContact(id: "c1"))),
                ("deleted c1", nil),
            ])
    }

    @Test func whatIsDeletedIsLookedAtWhereOnlyItsIDIsRemembered() {
        play(
            .delete(email("a@b.c")), recalled: ("c1", nil),
            [
                ("claim c1", .claimed(nil)), ("read c1", .contact(contact("c1", "a@b.c"))),
                ("delete c1", .deleted(DeletedContact(id: "c1"))), ("deleted c1", nil),
            ])
        play(
            .delete(email("a@b.c")), recalled: ("c1", nil),
            [
                ("claim c1", .claimed(nil)), ("read c1", .contact(contact("c1", "new@b.c"))),
                ("look up email a@b.c any", .indexed()), ("fail not_found (matching_value)", nil),
            ])
    }

    @Test func oneIsFound() {
        play(
            .find(email("a@b.c")),
            [("look up email a@b.c any", .indexed(contact("c1", "a@b.c"))), ("unchanged c1", nil)])
    }

    @Test func whatDoesNotMatchAnyMoreIsNotFound() {
        play(
            .find(email("a@b.c")), recalled: ("c1", contact("c1", "a@b.c")),
            [
                ("read c1", .contact(contact("c1", "new@b.c"))),
                ("look up email a@b.c any", .indexed(contact("c2", "a@b.c"))), ("unchanged c2", nil),
            ])
        play(
            .find(email("a@b.c")), recalled: ("c1", nil),
            [
                ("read c1", .contact(contact("c1", "new@b.c"))), ("look up email a@b.c any", .indexed()), ("none", nil),
            ])
    }

    @Test func noneIsNotFoundButForUpsert() {
        for operation in [ContactOperation.update(email("a@b.c"), ada), .delete(email("a@b.c"))] {
            play(operation, [("look up email a@b.c any", .indexed()), ("fail not_found (matching_value)", nil)])
        }
        play(.find(email("a@b.c")), [("look up email a@b.c any", .indexed()), ("none", nil)])
        play(
            .upsert(email("a@b.c"), ada),
            [
                ("look up email a@b.c any", .indexed()),
                (#"create {"email":"a@b.c","name":"Ada"}"#, .contact(contact("n1", "a@b.c"))), ("created n1", nil),
            ])
    }

    @Test func thatAnExternalIDIsNotThereTakesBothWaysOfLooking() {
        for operation in [ContactOperation.update(externalID("42"), ada), .delete(externalID("42"))] {
            play(
                operation,
                [
                    ("look up external_id 42 any", .indexed()), ("look up external_id 42 direct", .direct()),
                    ("fail not_found (matching_value)", nil),
                ])
            play(
                operation,
                [
                    ("look up external_id 42 any", .direct()), ("look up external_id 42 indexed", .indexed()),
                    ("fail not_found (matching_value)", nil),
                ])
        }
        // An upsert need not: creating finds out.
        play(
            .upsert(externalID("42"), ada),
            [
                ("look up external_id 42 any", .indexed()),
                (#"create {"external_id":"42","name":"Ada"}"#, .contact(contact("n1", nil, "42"))), ("created n1", nil),
            ])
    }

    private let three = [
        contact("old", "a@b.c", "1", createdAt: 10), contact("new", "a@b.c", createdAt: 30),
        contact("lead", "a@b.c", role: .lead, createdAt: 20),
    ]

    @Test func severalAreAmbiguous() {
        for operation in [
            ContactOperation.upsert(email("a@b.c"), ada), .update(email("a@b.c"), ada), .delete(email("a@b.c")),
            .find(email("a@b.c")),
        ] {
            play(
                operation,
                [
                    ("look up email a@b.c any", .found(three, .indexed)),
                    ("fail ambiguous_match old,new,lead (matching_value)", nil),
                ])
        }
    }

    @Test(arguments: [
        (ContactOperation.Preference.newest, "claim new"), (.oldest, "claim old"),
        (.user, "fail ambiguous_match old,new,lead (matching_value)"),
    ])
    func aPreferenceChooses(_ preference: ContactOperation.Preference, _ step: String) {
        var operation = ContactOperation.update(email("a@b.c"), ada)
        operation.onMultiple = preference
        var resolution = Resolution(operation, startedAt: 0)
        _ = resolution.start(recalled: nil)
        #expect(resolution.next(.found(three, .indexed)).text == step)
        #expect(!resolution.isUnambiguous)
    }

    @Test func contactsThatSayNothingOfTheirAgeAreTheNewest() {
        for (preference, id) in [(ContactOperation.Preference.newest, "y"), (.oldest, "old")] {
            var operation = ContactOperation.update(email("a@b.c"), ada)
            operation.onMultiple = preference
            var resolution = Resolution(operation, startedAt: 0)
            _ = resolution.start(recalled: nil)
            let step = resolution.next(.indexed(contact("x", "a@b.c"), contact("y", "a@b.c"), three[0]))
            #expect(step.text == "claim \(id)")
        }
    }

    @Test func theOnlyUserIsChosenAmongLeads() {
        var operation = ContactOperation.update(email("a@b.c"), ada)
        operation.onMultiple = .user
        play(
            operation,
            [
                ("look up email a@b.c any", .indexed(three[2], three[0])), ("claim old", .claimed(nil)),
                (#"update old {"name":"Ada"}"#, .contact(three[0])), ("updated old", nil),
            ])
    }

    @Test func aPreferenceNeverChoosesWhatToDelete() {
        var operation = ContactOperation.delete(email("a@b.c"))
        operation.onMultiple = .newest
        operation.expectedExternalID = "1"
        play(
            operation,
            [
                ("look up email a@b.c any", .found(three, .indexed)),
                ("fail ambiguous_match old,new,lead (matching_value)", nil),
            ])
    }

    @Test func theExternalIDInTheMappingsBeatsTheEmail() {
        var attributes = ada
        attributes.externalID = "1"
        play(
            .upsert(email("a@b.c"), attributes),
            [
                ("look up email a@b.c any", .found(three, .indexed)), ("claim old", .claimed(nil)),
                (#"update old {"name":"Ada","external_id":"1"}"#, .contact(three[0])), ("updated old", nil),
            ])
    }

    @Test func anExternalIDThatNoneOfThemHasChoosesNothing() {
        var attributes = ada
        attributes.externalID = "9"
        play(
            .upsert(email("a@b.c"), attributes),
            [
                ("look up email a@b.c any", .found(three, .indexed)),
                ("fail ambiguous_match old,new,lead (matching_value)", nil),
            ])
        var operation = ContactOperation.upsert(email("a@b.c"), attributes)
        operation.onMultiple = .oldest
        play(
            operation,
            [
                ("look up email a@b.c any", .found(three, .indexed)), ("claim old", .claimed(nil)),
                ("fail identity_mismatch old (external_id)", nil),
            ])
    }

    @Test func withoutAKeyThereIsNothingToMatch() {
        play(ContactOperation(.upsert, attributes: ada), [("fail invalid_argument (matching_field)", nil)])
    }

    @Test func whenLookingFailsSoDoesTheOperation() {
        play(
            .upsert(email("a@b.c"), ada),
            [
                ("look up email a@b.c any", .failed(refusal(401, [("unauthorized", "")]))), ("fail unauthorized", nil),
            ])
    }

    @Test func anAnswerOutOfTurnIsAnErrorNotATrap() {
        play(
            .upsert(email("a@b.c"), ada),
            [
                ("look up email a@b.c any", .resumed), ("fail unexpected_response", nil),
            ])
    }
}
