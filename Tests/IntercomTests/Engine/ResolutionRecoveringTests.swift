import Testing

@testable import Intercom

@Suite struct ResolutionRecoveringTests {
    private let ada = ContactAttributes(name: "Ada")
    private let byEmail = ContactOperation.upsert(email("a@b.c"), ContactAttributes(name: "Ada"))
    private let byID = ContactOperation.upsert(externalID("1"), ContactAttributes(name: "Ada"))
    private let emailBody = #"create {"email":"a@b.c","name":"Ada"}"#
    private let idBody = #"create {"external_id":"1","name":"Ada"}"#

    private func restoring(_ operation: ContactOperation) -> ContactOperation {
        var operation = operation
        operation.restore = true
        return operation
    }

    @Test func aLiveContactInTheWayIsUpdated() {
        play(
            byEmail,
            [
                ("look up email a@b.c any", .indexed()), (emailBody, .live("c1")), ("claim c1", .claimed(nil)),
                ("read c1", .contact(contact("c1", "a@b.c"))),
                (#"update c1 {"email":"a@b.c","name":"Ada"}"#, .contact(contact("c1"))), ("updated c1", nil),
            ])
    }

    @Test func orLeftAloneWhereItHasEverything() {
        play(
            byEmail,
            [
                ("look up email a@b.c any", .indexed()), (emailBody, .live("c1")), ("claim c1", .claimed(nil)),
                ("read c1", .contact(contact("c1", "A@b.c", name: "Ada"))), ("unchanged c1", nil),
            ])
    }

    @Test func whatTheMappingsClearIsClearedThere() {
        var operation = byEmail
        operation.attributes.phone = .null
        operation.attributes[custom: "plan"] = .some(.null)
        var present = contact("c1", "a@b.c", name: "Ada")
        play(
            operation,
            [
                ("look up email a@b.c any", .indexed()), (emailBody, .live("c1")), ("claim c1", .claimed(nil)),
                ("read c1", .contact(present)), ("unchanged c1", nil),
            ])
        present.phone = "+353 1 234"
        play(
            operation,
            [
                ("look up email a@b.c any", .indexed()), (emailBody, .live("c1")), ("claim c1", .claimed(nil)),
                ("read c1", .contact(present)),
                (
                    #"update c1 {"email":"a@b.c","name":"Ada","phone":null,"custom_attributes":{"plan":null}}"#,
                    .contact(contact("c1"))
                ),
                ("updated c1", nil),
            ])
    }

    @Test func aRecoveredContactIsTheOneAskedFor() {
        // By external id, in the way by its email: it has none yet, so it gets it.
        var attributes = ada
        attributes.email = "a@b.c"
        let body = #"create {"external_id":"1","name":"Ada","email":"a@b.c"}"#
        let operation = ContactOperation.upsert(externalID("1"), attributes)
        play(
            operation,
            [
                ("look up external_id 1 any", .direct()), (body, .live("c1")), ("claim c1", .claimed(nil)),
                ("read c1", .contact(contact("c1", "a@b.c"))),
                (#"update c1 {"external_id":"1","name":"Ada","email":"a@b.c"}"#, .contact(contact("c1"))),
                ("updated c1", nil),
            ])
        // It has another: somebody else.
        play(
            operation,
            [
                ("look up external_id 1 any", .direct()), (body, .live("c1")), ("claim c1", .claimed(nil)),
                ("read c1", .contact(contact("c1", "a@b.c", "2"))), ("fail identity_mismatch c1 (external_id)", nil),
            ])
        // It has neither the external id nor the email: nobody knows why it is in the way.
        play(
            operation,
            [
                ("look up external_id 1 any", .direct()), (body, .live("c1")), ("claim c1", .claimed(nil)),
                ("read c1", .contact(contact("c1", "z@b.c"))), ("fail conflict c1", nil),
            ])
    }

    @Test func externalIDBeatsEmail() {
        var attributes = ada
        attributes.externalID = "7"
        play(
            .upsert(email("a@b.c"), attributes),
            [
                ("look up email a@b.c any", .indexed()),
                (#"create {"email":"a@b.c","name":"Ada","external_id":"7"}"#, .live("c1")), ("claim c1", .claimed(nil)),
                ("read c1", .contact(contact("c1", "old@b.c", "7"))),
                (#"update c1 {"email":"a@b.c","name":"Ada","external_id":"7"}"#, .contact(contact("c1"))),
                ("updated c1", nil),
            ])
    }

    @Test func anArchivedContactIsAnErrorWithItsID() {
        play(
            byID,
            [
                ("look up external_id 1 any", .direct()), (idBody, .archived("c1")), ("fail archived c1", nil),
            ])
    }

    @Test func orIsRestored() {
        play(
            restoring(byID),
            [
                ("look up external_id 1 any", .direct()), (idBody, .archived("c1")), ("claim c1", .claimed(nil)),
                ("unarchive c1", .done), ("read c1", .contact(contact("c1", nil, "1"))),
                (#"update c1 {"external_id":"1","name":"Ada"}"#, .contact(contact("c1"))), ("updated c1", nil),
            ])
        play(
            restoring(byID),
            [
                ("look up external_id 1 any", .direct()), (idBody, .archived("c1")), ("claim c1", .claimed(nil)),
                ("unarchive c1", .done), ("read c1", .contact(contact("c1", nil, "1", name: "Ada"))),
                ("updated c1", nil),
            ])
    }

    @Test func somebodyElseRestoredIsArchivedAgain() {
        var operation = restoring(byID)
        operation.attributes.email = "a@b.c"
        for answer in [Resolution.Answer.done, .notFound] {
            play(
                operation,
                [
                    ("look up external_id 1 any", .direct()),
                    (#"create {"external_id":"1","name":"Ada","email":"a@b.c"}"#, .archived("c1")),
                    ("claim c1", .claimed(nil)), ("unarchive c1", .done),
                    ("read c1", .contact(contact("c1", "a@b.c", "2"))),
                    ("archive c1", answer), ("fail identity_mismatch c1 (external_id)", nil),
                ])
        }
    }

    static let finalAnswers: [Resolution.Answer] = [
        .failed(refusal(400, [("bad_request", "User has been marked for permanent deletion and is not restorable.")])),
        .failed(refusal(400, [("bad_request", "User has been merged and is not restorable.")])),
        .failed(refusal(500, [("server_error", "Server Error")])), .notFound,
    ]

    @Test(arguments: finalAnswers.indices)
    func deletedAndMergedContactsStayAway(_ index: Int) {
        play(
            restoring(byID),
            [
                ("look up external_id 1 any", .direct()), (idBody, .archived("c1")), ("claim c1", .claimed(nil)),
                ("unarchive c1", Self.finalAnswers[index]), ("fail archived c1", nil),
            ])
    }

    @Test func othersTroublesWithRestoringAreWhatTheyAre() {
        play(
            restoring(byID),
            [
                ("look up external_id 1 any", .direct()), (idBody, .archived("c1")), ("claim c1", .claimed(nil)),
                ("unarchive c1", .failed(IntercomError(.timeout, "x"))), ("fail timeout", nil),
            ])
    }

    @Test func aBlockedContactIsAConflict() {
        let blocked = refusal(409, [("not_restorable", "This user was blocked and cannot be recreated, id=c1")])
        for operation in [byID, restoring(byID)] {
            play(
                operation,
                [
                    ("look up external_id 1 any", .direct()), (idBody, .failed(blocked)), ("fail conflict c1", nil),
                ])
        }
    }

    @Test func aConflictWithoutAnIDIsAnError() {
        play(
            byID,
            [
                ("look up external_id 1 any", .direct()),
                (idBody, .failed(refusal(409, [("conflict", "Multiple existing users match"), ("conflict", nil)]))),
                ("fail conflict", nil),
            ])
    }

    @Test func everyItemIsTriedLiveOnesFirstEachOnce() {
        let both = refusal(
            409,
            [
                ("conflict", "An archived contact … with id=old"), ("conflict", "A contact … with id=gone"),
                ("conflict", "A contact … with id=c1"),
            ])
        play(
            restoring(byID),
            [
                ("look up external_id 1 any", .direct()), (idBody, .failed(both)), ("claim gone", .claimed(nil)),
                ("read gone", .notFound), ("claim c1", .claimed(nil)), ("read c1", .contact(contact("c1", nil, "1"))),
                (#"update c1 {"external_id":"1","name":"Ada"}"#, .notFound), ("claim old", .claimed(nil)),
                ("unarchive old", .done), ("read old", .notFound), ("fail archived old,gone,c1", nil),
            ])
    }

    @Test func aContactMergedMeanwhileLeadsOn() {
        play(
            byEmail,
            [
                ("look up email a@b.c any", .indexed()), (emailBody, .live("c1")), ("claim c1", .claimed(nil)),
                ("read c1", .merged(into: "c2")), ("claim c2", .claimed(nil)),
                ("read c2", .contact(contact("c2", "a@b.c"))),
                (#"update c2 {"name":"Ada"}"#, .contact(contact("c2"))), ("updated c2", nil),
            ])
    }

    @Test func aUserInTheWayOfALeadIsNotConverted() {
        play(
            .upsert(email("a@b.c"), ContactAttributes(role: .lead)),
            [
                ("look up email a@b.c any", .indexed()), (#"create {"email":"a@b.c","role":"lead"}"#, .live("c1")),
                ("claim c1", .claimed(nil)), ("read c1", .contact(contact("c1", "a@b.c"))),
                ("fail invalid_argument c1 (role)", nil),
            ])
    }

    @Test func aPlainCreateReportsTheConflict() {
        let create = ContactOperation.create(ContactAttributes(email: "a@b.c"))
        play(create, [(#"create {"email":"a@b.c"}"#, .live("c1")), ("fail conflict c1", nil)])
        play(restoring(create), [(#"create {"email":"a@b.c"}"#, .archived("c1")), ("fail archived c1", nil)])
    }
}
