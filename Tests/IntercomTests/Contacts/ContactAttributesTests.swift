import JSON
import Testing

@testable import Intercom

@Suite struct ContactAttributesTests {
    private func text(_ attributes: ContactAttributes) -> String {
        String(decoding: attributes.encoded(), as: UTF8.self)
    }

    @Test func absentNullAndValueAreThreeThings() {
        var attributes = ContactAttributes()
        #expect(attributes.isEmpty && text(attributes) == "{}")
        #expect(attributes.name == .absent && attributes[.name] == nil)
        attributes.name = .null
        #expect(text(attributes) == "{\"name\":null}")
        #expect(attributes.name == .null && attributes[.name] == .some(.null))
        attributes.name = "Ada"
        #expect(text(attributes) == "{\"name\":\"Ada\"}")
        attributes.name = .absent
        #expect(attributes.isEmpty)
    }

    @Test func everyTypedFieldRoundTrips() {
        var attributes = ContactAttributes(role: .lead)
        attributes.externalID = "42"
        attributes.email = "a@b.c"
        attributes.emailVerified = true
        attributes.phone = "+1"
        attributes.name = "Ada \"Countess\""
        attributes.avatar = "https://x/y"
        attributes.signedUpAt = 1_700_000_000
        attributes.lastSeenAt = .null
        attributes.ownerID = "7"
        attributes.unsubscribedFromEmails = false
        #expect(
            text(attributes)
                == """
                {"role":"lead","external_id":"42","email":"a@b.c","email_verified":true,"phone":"+1",\
                "name":"Ada \\"Countess\\"","avatar":"https://x/y","signed_up_at":1700000000,"last_seen_at":null,\
                "owner_id":"7","unsubscribed_from_emails":false}
                """)
        #expect(attributes.role == .lead && attributes.externalID.value == "42" && attributes.email.value == "a@b.c")
        #expect(attributes.emailVerified.value == true && attributes.signedUpAt.value == 1_700_000_000)
        #expect(attributes.lastSeenAt == .null && attributes.ownerID.value == "7")
        #expect(attributes.unsubscribedFromEmails.value == false && attributes.avatar.value == "https://x/y")
        #expect(attributes.phone.value == "+1")
    }

    @Test func customAttributesKeepTheirOrderAndKinds() {
        var attributes = ContactAttributes(email: "a@b.c", custom: ["z": 1, "a": 2.0])
        attributes[custom: "t"] = "x"
        attributes[custom: "gone"] = .some(.null)
        attributes[custom: "yes"] = true
        attributes[custom: "order"] = .json(["21"])
        attributes[custom: "z"] = 3
        #expect(
            text(attributes)
                == """
                {"email":"a@b.c","custom_attributes":{"z":3,"a":2.0,"t":"x","gone":null,"yes":true,"order":["21"]}}
                """)
        attributes[custom: "z"] = nil
        #expect(attributes[custom: "z"] == nil && attributes.custom.first?.name == "a")
    }

    @Test func onlyCustomAttributesIsFine() {
        #expect(text(ContactAttributes(custom: ["n": 1])) == "{\"custom_attributes\":{\"n\":1}}")
    }

    @Test func fieldsThatCannotBeWrittenAreNotSent() {
        var attributes = ContactAttributes(name: "Ada")
        attributes[.createdAt] = 5
        #expect(text(attributes) == "{\"name\":\"Ada\"}")
    }

    @Test func optionalsSayWhatNilMeans() {
        let none: String? = nil
        #expect(Field(ifPresent: none) == .absent && Field(orNull: none) == .null)
        #expect(Field(ifPresent: "x") == "x" && Field(orNull: "x") == "x")
        #expect(Field<String>.absent.isAbsent && Field<Int64>.value(3).value == 3)
    }

    @Test func valuesConvertToJSONAndBack() {
        let values: [JSONValue] = [nil, true, 1, 1.5, "x", [1], ["a": 1]]
        for value in values { #expect(AttributeValue(value).json == value) }
        #expect(AttributeValue([1]) == .json([1]))
    }
}
