import Testing

@testable import Intercom

@Suite struct ResolutionWritingTests {
    private let ada = ContactAttributes(name: "Ada")

    @Test func aContactThatVanishedIsLookedForOnceMore() {
        play(
            .update(externalID("1"), ada),
            [
                ("look up external_id 1 any", .indexed(contact("c1", nil, "1"))), ("claim c1", .claimed(nil)),
                (#"update c1 {"name":"Ada"}"#, .notFound),
                ("look up external_id 1 direct", .direct(contact("c2", nil, "1"))),
                ("claim c2", .claimed(nil)), (#"update c2 {"name":"Ada"}"#, .notFound), ("fail not_found", nil),
            ])
    }

    @Test func theVanishedOneIsNotFoundAgain() {
        play(
            .upsert(email("a@b.c"), ada),
            [
                ("look up email a@b.c any", .indexed(contact("c1", "a@b.c"))), ("claim c1", .claimed(nil)),
                (#"update c1 {"name":"Ada"}"#, .notFound),
                ("look up email a@b.c any", .indexed(contact("c1", "a@b.c"))),
                (#"create {"email":"a@b.c","name":"Ada"}"#, .contact(contact("n1", "a@b.c"))), ("created n1", nil),
            ])
        play(
            .update(email("a@b.c"), ada), recalled: ("c1", nil),
            [
                ("claim c1", .claimed(nil)), (#"update c1 {"name":"Ada"}"#, .notFound),
                ("look up email a@b.c any", .indexed(contact("c1", "a@b.c"))), ("fail not_found (matching_value)", nil),
            ])
        play(
            .find(email("a@b.c")), recalled: ("c1", nil),
            [
                ("read c1", .notFound), ("look up email a@b.c any", .indexed()), ("none", nil),
            ])
    }

    @Test func aMergedContactLeadsToItsSuccessorOnce() {
        play(
            .upsert(intercomID("c1"), ada),
            [
                ("claim c1", .claimed(nil)), (#"update c1 {"name":"Ada"}"#, .merged(into: "c2")),
                ("claim c2", .claimed(nil)),
                ("read c2", .contact(contact("c2"))), (#"update c2 {"name":"Ada"}"#, .contact(contact("c2"))),
                ("updated c2", nil),
            ])
        play(
            .update(intercomID("c1"), ada),
            [
                ("claim c1", .claimed(nil)), (#"update c1 {"name":"Ada"}"#, .merged(into: "c2")),
                ("claim c2", .claimed(nil)),
                ("read c2", .merged(into: "c3")), ("fail not_found c3", nil),
            ])
        play(
            .find(intercomID("c1")),
            [
                ("read c1", .merged(into: "c2")), ("read c2", .contact(contact("c2"))), ("unchanged c2", nil),
            ])
    }

    @Test func lookupsCanLeadToASuccessorToo() {
        play(
            .upsert(externalID("1"), ada),
            [
                ("look up external_id 1 any", .merged(into: "c2")), ("claim c2", .claimed(nil)),
                ("read c2", .contact(contact("c2", nil, nil, name: "Ada"))), ("unchanged c2", nil),
            ])
        // But not to somebody with another external id.
        play(
            .upsert(externalID("1"), ada),
            [
                ("look up external_id 1 any", .merged(into: "c2")), ("claim c2", .claimed(nil)),
                ("read c2", .contact(contact("c2", nil, "2"))), ("fail identity_mismatch c2 (external_id)", nil),
            ])
    }

    @Test func aSuccessorIsNeverDeleted() {
        play(
            .delete(intercomID("c1")),
            [
                ("claim c1", .claimed(nil)), ("delete c1", .merged(into: "c2")), ("fail not_found c2", nil),
            ])
        play(
            .delete(externalID("1")),
            [
                ("look up external_id 1 any", .merged(into: "c2")), ("fail not_found c2", nil),
            ])
    }

    @Test func aMergeWithoutALinkIsNotFound() {
        play(
            .upsert(intercomID("c1"), ada),
            [
                ("claim c1", .claimed(nil)),
                (#"update c1 {"name":"Ada"}"#, .failed(refusal(410, [("contact_merged", "")]))),
                ("fail not_found", nil),
            ])
    }

    @Test func aDeleteThatFindsNothingAfterALostAttemptHasDeleted() {
        var gone = refusal(404, [("not_found", "")])
        gone.mayHaveBeenApplied = true
        play(
            .delete(externalID("1")),
            [
                ("look up external_id 1 any", .direct(contact("c1", nil, "1"))), ("claim c1", .claimed(nil)),
                ("delete c1", .failed(gone)), ("deleted c1", nil),
            ])
        play(
            .delete(externalID("1")),
            [
                ("look up external_id 1 any", .direct(contact("c1", nil, "1"))), ("claim c1", .claimed(nil)),
                ("delete c1", .notFound), ("look up external_id 1 direct", .direct()),
                ("look up external_id 1 indexed", .indexed(contact("c1", nil, "1"))),
                ("fail not_found (matching_value)", nil),
            ])
    }

    @Test func conflictsOfAnUpdateAreFinal() {
        play(
            .update(externalID("1"), ContactAttributes(externalID: "2")),
            [
                ("look up external_id 1 any", .direct(contact("c1", nil, "1"))), ("claim c1", .claimed(nil)),
                (#"update c1 {"external_id":"2"}"#, .live("c9")), ("fail conflict c9", nil),
            ])
    }

    @Test(arguments: [IntercomError.Code.timeout, .unavailable, .rateLimited, .unauthorized, .interrupted])
    func otherFailuresAreFinal(_ code: IntercomError.Code) {
        let error = IntercomError(code, "x")
        play(
            .upsert(intercomID("c1"), ada),
            [
                ("claim c1", .claimed(nil)), (#"update c1 {"name":"Ada"}"#, .failed(error)),
                ("fail \(code.rawValue)", nil),
            ])
        play(
            .delete(intercomID("c1")),
            [
                ("claim c1", .claimed(nil)), ("delete c1", .failed(error)), ("fail \(code.rawValue)", nil),
            ])
        play(.find(intercomID("c1")), [("read c1", .failed(error)), ("fail \(code.rawValue)", nil)])
    }
}
