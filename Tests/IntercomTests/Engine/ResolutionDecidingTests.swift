import Testing

@testable import Intercom

@Suite struct ResolutionDecidingTests {
    private let ada = ContactAttributes(name: "Ada")

    private func attributes(
        _ change: (inout ContactAttributes) -> Void
    ) -> ContactAttributes {
        var attributes = ContactAttributes(name: "Ada")
        change(&attributes)
        return attributes
    }

    @Test func whatIsAlreadySoIsNotWritten() {
        play(
            .upsert(email("a@b.c"), ada),
            [
                ("look up email a@b.c any", .indexed(contact("c1", "a@b.c", name: "Ada"))), ("claim c1", .claimed(nil)),
                ("unchanged c1", nil),
            ])
        var always = ContactOperation.upsert(email("a@b.c"), ada)
        always.alwaysUpdate = true
        play(
            always,
            [
                ("look up email a@b.c any", .indexed(contact("c1", "a@b.c", name: "Ada"))), ("claim c1", .claimed(nil)),
                (#"update c1 {"name":"Ada"}"#, .contact(contact("c1"))), ("updated c1", nil),
            ])
    }

    @Test func whatMayHaveChangedIsReadFirst() {
        let stale = contact("c1", "a@b.c", name: "Ada")
        play(
            .upsert(email("a@b.c"), ada), readsAfresh: true,
            [
                ("look up email a@b.c any", .indexed(stale)), ("claim c1", .claimed(nil)),
                ("read c1", .contact(contact("c1", "a@b.c", name: "Augusta"))),
                (#"update c1 {"name":"Ada"}"#, .contact(contact("c1"))), ("updated c1", nil),
            ])
        play(
            .find(email("a@b.c")), readsAfresh: true,
            [("look up email a@b.c any", .indexed(stale)), ("read c1", .contact(stale)), ("unchanged c1", nil)])
    }

    @Test func nothingToWriteIsNeverSent() {
        var operation = ContactOperation.upsert(intercomID("c1"), ContactAttributes())
        operation.alwaysUpdate = true
        play(
            operation,
            [
                ("claim c1", .claimed(nil)), ("read c1", .contact(contact("c1"))), ("unchanged c1", nil),
            ])
    }

    @Test func whatIsKnownBetterCounts() {
        play(
            .upsert(email("a@b.c"), ada),
            [
                ("look up email a@b.c any", .indexed(contact("c1", "a@b.c"))),
                ("claim c1", .claimed(contact("c1", "a@b.c", name: "Ada"))), ("unchanged c1", nil),
            ])
    }

    @Test func aContactThatStoppedMatchingIsLookedForAgainOnce() {
        play(
            .update(email("a@b.c"), ada),
            [
                ("look up email a@b.c any", .indexed(contact("c1", "a@b.c"))),
                ("claim c1", .claimed(contact("c1", "new@b.c"))),
                ("look up email a@b.c any", .indexed(contact("c1", "a@b.c"))),
                ("claim c1", .claimed(contact("c1", "new@b.c"))), ("fail not_found (matching_value)", nil),
            ])
    }

    @Test func neverOverAnotherExternalID() {
        let operation = ContactOperation.upsert(email("a@b.c"), attributes { $0.externalID = "2" })
        play(
            operation,
            [
                ("look up email a@b.c any", .indexed(contact("c1", "a@b.c", "1"))), ("claim c1", .claimed(nil)),
                ("fail identity_mismatch c1 (external_id)", nil),
            ])
        // A user without one gets it.
        play(
            operation,
            [
                ("look up email a@b.c any", .indexed(contact("c1", "a@b.c"))), ("claim c1", .claimed(nil)),
                (#"update c1 {"name":"Ada","external_id":"2"}"#, .contact(contact("c1"))), ("updated c1", nil),
            ])
    }

    @Test func whoseExternalIDAnEmailHasIsLookedAtFirst() {
        play(
            .upsert(email("a@b.c"), attributes { $0.externalID = "2" }), recalled: ("c1", nil),
            [
                ("claim c1", .claimed(nil)), ("read c1", .contact(contact("c1", "a@b.c", "1"))),
                ("fail identity_mismatch c1 (external_id)", nil),
            ])
    }

    @Test func matchedByItselfAnExternalIDCanBeRenamed() {
        let operation = ContactOperation.update(externalID("1"), attributes { $0.externalID = "2" })
        play(
            operation,
            [
                ("look up external_id 1 any", .direct(contact("c1", nil, "1"))), ("claim c1", .claimed(nil)),
                (#"update c1 {"name":"Ada","external_id":"2"}"#, .contact(contact("c1", nil, "2"))),
                ("updated c1", nil),
            ])
        play(
            .update(intercomID("c1"), attributes { $0.externalID = "2" }), recalled: ("c1", contact("c1", nil, "1")),
            [
                ("claim c1", .claimed(nil)), (#"update c1 {"name":"Ada","external_id":"2"}"#, .contact(contact("c1"))),
                ("updated c1", nil),
            ])
    }

    @Test func anEmailMatchedByCanBeRenamed() {
        play(
            .update(email("a@b.c"), attributes { $0.email = "new@b.c" }),
            [
                ("look up email a@b.c any", .indexed(contact("c1", "a@b.c"))), ("claim c1", .claimed(nil)),
                (#"update c1 {"name":"Ada","email":"new@b.c"}"#, .contact(contact("c1", "new@b.c"))),
                ("updated c1", nil),
            ])
    }

    @Test func aRenamedContactIsFoundUnderItsNewValueTheNextTime() {
        for operation in [
            ContactOperation.upsert(email("a@b.c"), attributes { $0.email = "new@b.c" }),
            .update(email("a@b.c"), attributes { $0.email = "new@b.c" }),
        ] {
            play(
                operation,
                [
                    ("look up email a@b.c any", .indexed()),
                    ("look up email new@b.c any", .indexed(contact("c1", "new@b.c", name: "Ada"))),
                    ("claim c1", .claimed(nil)), ("unchanged c1", nil),
                ])
        }
        play(
            .upsert(email("a@b.c"), attributes { $0.email = "new@b.c" }),
            [
                ("look up email a@b.c any", .indexed()), ("look up email new@b.c any", .indexed()),
                (#"create {"name":"Ada","email":"new@b.c"}"#, .contact(contact("n1", "new@b.c"))), ("created n1", nil),
            ])
        play(
            .upsert(email("A@b.c"), attributes { $0.email = "a@B.c" }),
            [
                ("look up email A@b.c any", .indexed()),
                (#"create {"name":"Ada","email":"a@B.c"}"#, .contact(contact("n1", "a@b.c"))), ("created n1", nil),
            ])
    }

    @Test func aUserNeverBecomesALead() {
        let lead = attributes { $0.role = .lead }
        play(
            .upsert(email("a@b.c"), lead),
            [
                ("look up email a@b.c any", .indexed(contact("c1", "a@b.c"))), ("claim c1", .claimed(nil)),
                ("fail invalid_argument c1 (role)", nil),
            ])
        play(
            .upsert(intercomID("c1"), lead),
            [
                ("claim c1", .claimed(nil)), ("read c1", .contact(contact("c1"))),
                ("fail invalid_argument c1 (role)", nil),
            ])
        play(
            .upsert(intercomID("c1"), lead),
            [
                ("claim c1", .claimed(nil)), ("read c1", .contact(contact("c1", role: .lead))),
                (#"update c1 {"name":"Ada","role":"lead"}"#, .contact(contact("c1", role: .lead))),
                ("updated c1", nil),
            ])
        // As seen it was a lead, and somebody made it a user since.
        play(
            .upsert(intercomID("c1"), lead), recalled: ("c1", contact("c1", role: .lead)),
            [
                ("claim c1", .claimed(nil)),
                (
                    #"update c1 {"name":"Ada","role":"lead"}"#,
                    .failed(refusal(400, [("client_error", "Contact with user role can't be converted to a lead")]))
                ),
                ("fail invalid_argument (role)", nil),
            ])
    }

    @Test func aLeadCanBecomeAUserWithAnExternalID() {
        play(
            .upsert(
                email("a@b.c"),
                attributes {
                    $0.role = .user; $0.externalID = "2"
                }),
            [
                ("look up email a@b.c any", .indexed(contact("c1", "a@b.c", "uuid", role: .lead))),
                ("claim c1", .claimed(nil)),
                (#"update c1 {"name":"Ada","role":"user","external_id":"2"}"#, .contact(contact("c1"))),
                ("updated c1", nil),
            ])
    }

    @Test func aLeadsExternalIDCannotBeSet() {
        play(
            .upsert(email("a@b.c"), attributes { $0.externalID = "2" }),
            [
                ("look up email a@b.c any", .indexed(contact("c1", "a@b.c", "uuid", role: .lead))),
                ("claim c1", .claimed(nil)),
                ("fail invalid_argument c1 (external_id)", nil),
            ])
    }

    @Test func deletesGoAheadOnlyAsExpected() {
        var operation = ContactOperation.delete(intercomID("c1"))
        operation.expectedEmail = "A@b.c"
        play(
            operation,
            [
                ("claim c1", .claimed(nil)), ("read c1", .contact(contact("c1", "a@b.c"))),
                ("delete c1", .deleted(DeletedContact(id: "c1"))), ("deleted c1", nil),
            ])
        play(
            operation,
            [
                ("claim c1", .claimed(nil)), ("read c1", .contact(contact("c1", "other@b.c"))),
                ("fail identity_mismatch c1 (email)", nil),
            ])
        play(
            operation,
            [("claim c1", .claimed(contact("c1"))), ("fail identity_mismatch c1 (email)", nil)])
        var byExternalID = ContactOperation.delete(intercomID("c1"))
        byExternalID.expectedExternalID = "42"
        play(
            byExternalID,
            [
                ("claim c1", .claimed(contact("c1", nil, "43"))), ("fail identity_mismatch c1 (external_id)", nil),
            ])
        play(
            byExternalID,
            [("claim c1", .claimed(contact("c1", "a@b.c"))), ("fail identity_mismatch c1 (external_id)", nil)])
        play(
            byExternalID,
            [
                ("claim c1", .claimed(contact("c1", nil, "42"))), ("delete c1", .deleted(DeletedContact(id: "c1"))),
                ("deleted c1", nil),
            ])
    }

    @Test func verifyingAnEmailSendsTheEmailAlong() {
        let verified = ContactAttributes()
        var attributes = verified
        attributes.emailVerified = true
        play(
            .update(externalID("1"), attributes),
            [
                ("look up external_id 1 any", .direct(contact("c1", "a@b.c", "1"))), ("claim c1", .claimed(nil)),
                (#"update c1 {"email_verified":true,"email":"a@b.c"}"#, .contact(contact("c1"))), ("updated c1", nil),
            ])
        play(
            .update(externalID("1"), attributes),
            [
                ("look up external_id 1 any", .direct(contact("c1", nil, "1"))), ("claim c1", .claimed(nil)),
                ("fail invalid_argument c1 (email_verified)", nil),
            ])
        play(
            .update(intercomID("c1"), attributes),
            [
                ("claim c1", .claimed(nil)), ("read c1", .contact(contact("c1", "a@b.c"))),
                (#"update c1 {"email_verified":true,"email":"a@b.c"}"#, .contact(contact("c1"))), ("updated c1", nil),
            ])
        play(
            .upsert(externalID("1"), attributes),
            [
                ("look up external_id 1 any", .direct()), ("fail invalid_argument (email_verified)", nil),
            ])
    }

    @Test func rolesCannotBeCleared() {
        var attributes = ContactAttributes(name: "Ada")
        attributes[.role] = .some(.null)
        play(.upsert(email("a@b.c"), attributes), [("fail invalid_argument (role)", nil)])
    }
}
