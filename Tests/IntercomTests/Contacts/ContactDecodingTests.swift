import JSON
import Testing

@testable import Intercom

@Suite struct ContactDecodingTests {
    private func contact(_ text: String) throws -> Contact? { Contact(try JSONDocument(parsing: text).root) }

    @Test func readsEverythingKnown() throws {
        let contact = try #require(
            try contact(
                """
                {"type":"contact","id":"6762f0cd1bb69f9f2193bb7c","workspace_id":"w","external_id":"70","role":"user",
                "email":"joe@intercom.io","phone":"+353","name":"joe","avatar":{"type":"avatar","image_url":"https://x/y"},
                "owner_id":"12","unsubscribed_from_emails":true,"created_at":1,"updated_at":2,"signed_up_at":3,
                "last_seen_at":4.0,"email_verified":false,"language_override":"de","brand_new":{"a":[1]},
                "custom_attributes":{"plan":"pro","seats":3,"ratio":1.0,"gone":null}}
                """))
        #expect(contact.id == "6762f0cd1bb69f9f2193bb7c")
        #expect(contact.role == .user && contact.externalID == "70" && contact.email == "joe@intercom.io")
        #expect(contact.phone == "+353" && contact.name == "joe" && contact.avatarURL == "https://x/y")
        #expect(contact.ownerID == "12" && contact.unsubscribedFromEmails == true && contact.emailVerified == false)
        #expect(contact.createdAt == 1 && contact.updatedAt == 2 && contact.signedUpAt == 3 && contact.lastSeenAt == 4)
        #expect(contact.customAttributes == ["plan": "pro", "seats": 3, "ratio": 1.0, "gone": nil])
        #expect(contact[.workspaceID] == "w" && contact[.languageOverride] == "de")
        #expect(contact.json["brand_new"]?["a"]?[0] == 1)
        #expect(contact.json["owner_id"] == "12")
    }

    @Test func needsNothingButAnID() throws {
        let contact = try #require(try contact("{\"id\":\"c1\"}"))
        #expect(contact.role == nil && contact.email == nil && contact.customAttributes.isEmpty)
        for field in ContactField.allCases where field != .id { #expect(contact[field] == nil) }
    }

    @Test(arguments: ["{}", "[]", "\"c1\"", "null", "{\"id\":null}", "{\"id\":5}", "{\"id\":\"\"}"])
    func isNoneWithoutAnID(_ text: String) throws {
        #expect(try contact(text) == nil)
    }

    @Test func toleratesOddTypes() throws {
        let contact = try #require(
            try contact(
                """
                {"id":"c1","role":5,"external_id":42,"email":{},"phone":[],"name":7,"avatar":"https://a/b",
                "owner_id":814,"unsubscribed_from_emails":"yes","created_at":"now","signed_up_at":1.5,
                "custom_attributes":[]}
                """))
        #expect(contact.role == nil && contact.email == nil && contact.phone == nil && contact.name == nil)
        #expect(contact.externalID == "42" && contact.ownerID == "814" && contact.avatarURL == "https://a/b")
        #expect(contact.unsubscribedFromEmails == nil && contact.createdAt == nil && contact.signedUpAt == nil)
        #expect(contact.customAttributes.isEmpty)
    }

    @Test(arguments: ["\"\"", "null"])
    func noEmailIsNil(_ email: String) throws {
        #expect(try contact("{\"id\":\"c1\",\"email\":\(email)}")?.email == nil)
    }

    @Test func avatarsMayBeNull() throws {
        #expect(try contact("{\"id\":\"c1\",\"avatar\":null}")?.avatarURL == nil)
        #expect(try contact("{\"id\":\"c1\",\"avatar\":{\"image_url\":null}}")?.avatarURL == nil)
    }

    @Test func rolesUnknownToUsAreKept() throws {
        #expect(try contact("{\"id\":\"c1\",\"role\":\"visitor\"}")?.role == .other("visitor"))
        #expect(ContactRole("lead") == .lead && ContactRole.other("x").name == "x")
    }

    @Test func withoutItsAnswerItTellsWhatItKeeps() throws {
        let whole = try #require(
            try contact(
                """
                {"id":"c1","role":"lead","email":"a@b.c","owner_id":5,"created_at":9,"updated_at":10,"os":"x",
                "avatar":{"image_url":"https://a/b"},"custom_attributes":{"n":1}}
                """))
        var kept = whole
        kept.details = nil
        #expect(
            kept.json == [
                "type": "contact", "id": "c1", "role": "lead", "email": "a@b.c", "owner_id": "5", "created_at": 9,
                "updated_at": 10, "avatar": ["type": "avatar", "image_url": "https://a/b"],
                "custom_attributes": ["n": 1],
            ])
    }
}
