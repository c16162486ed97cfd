import JSON
import Testing

@testable import Intercom

@Suite struct ContactComparisonTests {
    private static func contact(_ change: (inout Contact) -> Void) -> Contact {
        var contact = Contact(id: "c1")
        change(&contact)
        return contact
    }

    static let standard: [(ContactField, AttributeValue, Contact, Bool)] = [
        (.email, "A@B.c", contact { $0.email = "a@b.C" }, true),
        (.email, "a@b.d", contact { $0.email = "a@b.c" }, false),
        (.email, nil, contact { _ in }, true),
        (.email, "", contact { _ in }, true),
        (.email, nil, contact { $0.email = "a@b.c" }, false),
        (.name, "Ada", contact { $0.name = "Ada" }, true),
        (.name, "ada", contact { $0.name = "Ada" }, false),
        (.name, nil, contact { $0.name = "" }, true),
        (.name, "", contact { _ in }, true),
        (.name, "Ada", contact { _ in }, false),
        (.phone, nil, contact { $0.phone = "+1" }, false),
        (.avatar, "https://a/b", contact { $0.avatarURL = "https://a/b" }, true),
        (.avatar, "https://a/c", contact { $0.avatarURL = "https://a/b" }, false),
        (.avatar, nil, contact { _ in }, true),
        (.ownerID, "814", contact { $0.ownerID = "814" }, true),
        (.ownerID, 814, contact { $0.ownerID = "814" }, true),
        (.ownerID, "815", contact { $0.ownerID = "814" }, false),
        (.signedUpAt, 5, contact { $0.signedUpAt = 5 }, true),
        (.signedUpAt, 5.0, contact { $0.signedUpAt = 5 }, true),
        (.signedUpAt, 6, contact { $0.signedUpAt = 5 }, false),
        (.lastSeenAt, nil, contact { $0.lastSeenAt = 5 }, false),
        (.role, "user", contact { $0.role = .user }, true),
        (.role, "user", contact { $0.role = .lead }, false),
        (.externalID, nil, contact { $0.externalID = "42" }, true),
        (.externalID, "42", contact { $0.externalID = "42" }, true),
        (.externalID, "A", contact { $0.externalID = "a" }, false),
        (.unsubscribedFromEmails, true, contact { $0.unsubscribedFromEmails = true }, true),
        (.unsubscribedFromEmails, true, contact { $0.unsubscribedFromEmails = false }, false),
        (.unsubscribedFromEmails, nil, contact { $0.unsubscribedFromEmails = false }, true),
        (.unsubscribedFromEmails, nil, contact { $0.unsubscribedFromEmails = true }, false),
        (.emailVerified, true, contact { _ in }, false),
        (.emailVerified, nil, contact { _ in }, false),
        (.emailVerified, true, contact { $0.emailVerified = true }, true),
    ]

    @Test(arguments: standard.indices)
    func standardFieldsCompareAsIntercomKeepsThem(_ index: Int) {
        let (field, value, contact, same) = Self.standard[index]
        var attributes = ContactAttributes()
        attributes[field] = .some(value)
        #expect(attributes.isAlready(in: contact) == same)
        #expect(attributes.changes(to: contact).isEmpty == same)
    }

    static let custom: [(AttributeValue, JSONValue?, Bool)] = [
        (1, 1, true), (1, 1.0, true), (1.0, 1, true), (1.5, 1.5, true), (1, 2, false), (1, "1", false), ("1", 1, false),
        ("x", "x", true), ("x", "X", false), (true, true, true), (true, false, false), (true, 1, false),
        (nil, nil, true), (nil, .null, true), (nil, "x", false), ("x", nil, false), (0, nil, false), ("", nil, false),
        (false, nil, false), (.json([1]), [1], true), (.json([1]), [2], false), (.json(["21"]), nil, false),
    ]

    @Test(arguments: custom.indices)
    func customAttributesCompareByValue(_ index: Int) {
        let (value, present, same) = Self.custom[index]
        var contact = Contact(id: "c1")
        if let present { contact.customAttributes["a"] = present }
        var attributes = ContactAttributes()
        attributes[custom: "a"] = .some(value)
        #expect(attributes.isAlready(in: contact) == same)
        #expect(attributes.changes(to: contact).isEmpty == same)
    }

    @Test func changesSayWhatWasAndWhatWillBe() {
        var contact = Contact(id: "c1")
        contact.name = "Ada"
        contact.customAttributes = ["seats": 2, "plan": "pro"]
        let attributes = ContactAttributes(
            email: "a@b.c", name: .null, custom: ["seats": 3, "plan": "pro", "new": true])
        #expect(
            attributes.changes(to: contact) == [
                FieldChange(name: "email", isCustom: false, old: nil, new: "a@b.c"),
                FieldChange(name: "name", isCustom: false, old: "Ada", new: nil),
                FieldChange(name: "seats", isCustom: true, old: 2, new: 3),
                FieldChange(name: "new", isCustom: true, old: nil, new: true),
            ])
    }

    @Test func nothingIsAlwaysAlreadySo() { #expect(ContactAttributes().isAlready(in: Contact(id: "c1"))) }
}
