import JSON
import Testing

@testable import Intercom

/// Operations that an earlier run may have carried out. It is 1000 o'clock, and the index lags 180 seconds at most.
@Suite struct ResolutionEarlierTests {
    private let lead = ContactAttributes(role: .lead, email: "a@b.c", name: "Ada")
    private let leadBody = #"create {"role":"lead","email":"a@b.c","name":"Ada"}"#

    private func repeating(
        _ operation: ContactOperation, after action: WriteIntent.Action, _ id: String? = nil, at time: Int64 = 900,
        outcome: ContactOutcome? = nil
    ) -> ContactOperation {
        var operation = operation
        operation.earlier = EarlierAttempt(action, contactID: id, time: time, outcome: outcome)
        return operation
    }

    private func person(_ id: String, role: ContactRole = .lead, createdAt: Int64 = 901) -> Contact {
        contact(id, "a@b.c", role: role, name: "Ada", createdAt: createdAt)
    }

    @Test func whatIsKnownToBeDoneIsOnlyRead() {
        play(
            repeating(.upsert(email("a@b.c"), lead), after: .create, "n1", outcome: .created),
            [("read n1", .contact(person("n1"))), ("created n1", nil)])
        play(
            repeating(.create(lead), after: .create, "n1", outcome: .created),
            [("read n1", .notFound), ("created n1", nil)])
        play(repeating(.delete(email("a@b.c")), after: .delete, "n1", outcome: .deleted), [("deleted n1", nil)])
    }

    @Test func aLeadThatTheIndexShowsWasCreated() {
        play(
            repeating(.upsert(email("a@b.c"), lead), after: .create),
            [
                ("look up email a@b.c any", .indexed(person("n1"))), ("claim n1", .claimed(nil)), ("created n1", nil),
            ])
        // An older one was there before.
        play(
            repeating(.upsert(email("a@b.c"), lead), after: .create),
            [
                ("look up email a@b.c any", .indexed(person("n1", createdAt: 100))), ("claim n1", .claimed(nil)),
                ("unchanged n1", nil),
            ])
    }

    @Test func aLeadIsLookedForUntilTheIndexMustShowIt() {
        play(
            repeating(.upsert(email("a@b.c"), lead), after: .create),
            [
                ("look up email a@b.c any", .indexed()), ("wait until 1080", .resumed),
                ("look up email a@b.c indexed", .indexed(person("n1"))), ("created n1", nil),
            ])
        play(
            repeating(.upsert(email("a@b.c"), lead), after: .create),
            [
                ("look up email a@b.c any", .indexed()), ("wait until 1080", .resumed),
                ("look up email a@b.c indexed", .indexed()), (leadBody, .contact(person("n1"))), ("created n1", nil),
            ])
    }

    @Test func whenTheIndexMustShowItOneLookIsEnough() {
        play(
            repeating(.upsert(email("a@b.c"), lead), after: .create, at: 820),
            [
                ("look up email a@b.c any", .indexed()), (leadBody, .contact(person("n1"))), ("created n1", nil),
            ])
        play(
            repeating(.create(lead), after: .create, at: 820),
            [
                ("wait until 1000", .resumed), ("look up email a@b.c indexed", .indexed()),
                (leadBody, .contact(person("n1"))), ("created n1", nil),
            ])
    }

    @Test func aLeadThatNobodyCouldFindIsNotCreatedAgain() {
        play(
            repeating(.create(ContactAttributes(role: .lead, name: "Ada")), after: .create),
            [("fail outcome_unknown", nil)])
    }

    @Test func waitingCanBeInterrupted() {
        play(
            repeating(.create(lead), after: .create),
            [("wait until 1080", .failed(.cancelled)), ("fail interrupted", nil)])
    }

    @Test func aUserIsCreatedAgainForIntercomRefusesASecond() {
        let user = ContactAttributes(email: "a@b.c", name: "Ada")
        play(
            repeating(.upsert(email("a@b.c"), user), after: .create),
            [
                ("look up email a@b.c any", .indexed()), (#"create {"email":"a@b.c","name":"Ada"}"#, .live("n1")),
                ("claim n1", .claimed(nil)), ("read n1", .contact(person("n1", role: .user))), ("created n1", nil),
            ])
    }

    @Test func anUpdateThatFindsItsValuesThereMadeThem() {
        let update = ContactOperation.update(email("a@b.c"), ContactAttributes(name: "Ada"))
        play(
            repeating(update, after: .update, "n1"),
            [("look up email a@b.c any", .indexed(person("n1"))), ("claim n1", .claimed(nil)), ("updated n1", nil)])
        play(
            repeating(update, after: .update, "n2"),
            [("look up email a@b.c any", .indexed(person("n1"))), ("claim n1", .claimed(nil)), ("unchanged n1", nil)])
    }

    @Test func anEarlierDeleteMadeNoValues() {
        play(
            repeating(.upsert(email("a@b.c"), ContactAttributes(name: "Ada")), after: .delete, "n1"),
            [("claim n1", .claimed(nil)), ("read n1", .contact(person("n1"))), ("unchanged n1", nil)])
    }

    @Test func whatCannotBeReadIsNotTakenForDone() {
        play(
            repeating(.create(lead), after: .create, "n1", outcome: .created),
            [("read n1", .failed(IntercomError(.timeout, "x"))), ("fail timeout", nil)])
    }

    @Test func aContactThatIsGoneWasDeleted() {
        play(
            repeating(.delete(email("a@b.c")), after: .delete, "n1"),
            [("claim n1", .claimed(nil)), ("read n1", .notFound), ("deleted n1", nil)])
    }

    @Test func aContactThatIsThereIsDeletedIfItIsStillTheOne() {
        let delete = repeating(.delete(email("a@b.c")), after: .delete, "n1")
        play(
            delete,
            [
                ("claim n1", .claimed(nil)), ("read n1", .contact(person("n1"))), ("delete n1", .notFound),
                ("deleted n1", nil),
            ])
        // Known from another record of the same run.
        play(
            delete,
            [
                ("claim n1", .claimed(person("n1"))), ("delete n1", .deleted(DeletedContact(id: "n1"))),
                ("deleted n1", nil),
            ])
        play(
            delete,
            [
                ("claim n1", .claimed(nil)), ("read n1", .contact(contact("n1", "other@b.c"))),
                ("look up email a@b.c any", .indexed()), ("fail not_found (matching_value)", nil),
            ])
        play(
            delete,
            [
                ("claim n1", .claimed(nil)), ("read n1", .merged(into: "n2")),
                ("look up email a@b.c any", .indexed()), ("fail not_found (matching_value)", nil),
            ])
    }

    @Test func aDeleteThatWasNotBegunIsLikeAnyOther() {
        play(
            .delete(email("a@b.c")),
            [("look up email a@b.c any", .indexed()), ("fail not_found (matching_value)", nil)])
    }
}
