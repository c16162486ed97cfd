import Intercom
import JSON
import Runner
import Testing

@testable import REPL

@Suite struct ReversalTests {
    private var ada: Contact {
        var ada = Contact(id: "1")
        ada.role = .user
        ada.email = "ada@example.com"
        ada.name = "Ada"
        ada.customAttributes["plan"] = "free"
        return ada
    }

    /// Undoes the attributes, where the contact came to be as `now` makes it from what was written.
    private func reversal(
        _ attributes: ContactAttributes, before: Contact, now change: (inout Contact) -> Void = { _ in }
    ) -> Reversal {
        var now = before
        if let name = attributes.name.value { now.name = name }
        if let phone = attributes.phone.value { now.phone = phone }
        if let email = attributes.email.value { now.email = email }
        if let role = attributes.role { now.role = role }
        if let externalID = attributes.externalID.value { now.externalID = externalID }
        for entry in attributes.custom { now.customAttributes[entry.name] = entry.value.json }
        change(&now)
        return Reversal(
            of: ContactWrite(action: .update, id: "1", attributes: attributes, before: before, after: now), now: now)
    }

    @Test func fieldsGetTheirOldValuesBack() {
        let written = ContactAttributes(
            phone: "+353", name: "Ada Lovelace", custom: ["plan": "pro", "seats": 3])
        let back = ContactAttributes(phone: .null, name: "Ada", custom: ["plan": "free", "seats": .null])
        let reversal = reversal(written, before: ada)
        #expect(reversal.step == .writeBack(back))
        #expect(reversal.remarks == [])
    }

    @Test func whatTheWriteDidNotChangeIsLeftAlone() {
        #expect(
            reversal(ContactAttributes(phone: "1", name: "Ada"), before: ada).step
                == .writeBack(ContactAttributes(phone: .null)))
    }

    @Test func whatSomebodyChangedSinceStays() {
        let written = ContactAttributes(phone: "1", name: "Ada Lovelace", custom: ["plan": "pro"])
        let reversal = reversal(written, before: ada) { now in
            now.name = "Countess"
            now.customAttributes["plan"] = "team"
        }
        #expect(reversal.step == .writeBack(ContactAttributes(phone: .null)))
        #expect(
            reversal.remarks == [
                "name stays: it was changed since, to \"Countess\"",
                "custom_attributes.plan stays: it was changed since, to \"team\"",
            ])
    }

    @Test func whatIntercomDoesNotTakeBackStays() {
        var lead = Contact(id: "1")
        lead.role = .lead
        let reversal = reversal(ContactAttributes(role: .user, externalID: "7"), before: lead)
        #expect(reversal.step == .nothing)
        #expect(
            reversal.remarks == [
                "role stays: a user cannot become a lead again", "external_id stays: Intercom does not clear it",
            ])
    }

    @Test func theEmailTakesItsVerificationAlong() {
        var verified = ada
        verified.emailVerified = true
        var back = ContactAttributes(email: "ada@example.com")
        back.emailVerified = true
        #expect(reversal(ContactAttributes(email: "new@example.com"), before: verified).step == .writeBack(back))
    }

    @Test(arguments: [
        (PlannedChange.Action.create, Reversal.Step.remove), (.archive, .unarchive), (.unarchive, .archive),
        (.delete, .nothing),
    ])
    func otherWrites(action: PlannedChange.Action, step: Reversal.Step) {
        #expect(Reversal(of: ContactWrite(action: action, id: "1"), now: ada).step == step)
    }

    @Test(arguments: [PlannedChange.Action.create, .update, .unarchive, .delete])
    func ofAContactThatIsGoneNothingCanBeUndone(action: PlannedChange.Action) {
        let reversal = Reversal(of: ContactWrite(action: action, id: "1", before: ada), now: nil)
        #expect(reversal.step == .nothing && reversal.remarks.count == 1)
    }

    @Test func anUpdateOfAnUnknownContactCannotBeUndone() {
        let write = ContactWrite(action: .update, id: "1", attributes: ContactAttributes(name: "x"))
        #expect(Reversal(of: write, now: ada).remarks == ["nobody knows what the contact was like before"])
    }
}
