import Testing

@testable import Intercom

@Suite struct ContactFieldTests {
    @Test func theTableIsThatOfTheAPI() {
        #expect(
            ContactField.writable.map(\.name) == [
                "role", "external_id", "email", "email_verified", "phone", "name", "avatar", "signed_up_at",
                "last_seen_at", "owner_id", "unsubscribed_from_emails",
            ])
        #expect(ContactField(named: "language_override")?.definition.isWritable == false)
        #expect(!ContactField.role.definition.isNullable && !ContactField.externalID.definition.isNullable)
        #expect(ContactField.phone.definition.isNullable)
    }

    @Test(arguments: ContactField.allCases)
    func everyFieldIsFoundByItsNameAndDocumented(_ field: ContactField) {
        #expect(ContactField(named: field.name) == field)
        #expect(field.definition.documentation.count > 20)
        #expect(field.definition.documentation.last == ".")
    }

    @Test func unknownNamesAreNone() { #expect(ContactField(named: "Email") == nil) }
}
