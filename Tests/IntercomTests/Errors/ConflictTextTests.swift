import Testing

@testable import Intercom

@Suite struct ConflictTextTests {
    @Test(arguments: [
        (
            "An archived contact matching those details already exists with id=6064d5c43910cc082d903f6c",
            ["6064d5c43910cc082d903f6c"], true
        ),
        (
            "A contact matching those details already exists with id=6064d5c43910cc082d903f6c.",
            ["6064d5c43910cc082d903f6c"], false
        ),
        ("id=a and id=b, id=c-d_e; external_id=42", ["a", "b", "c-d_e"], false),
        ("Multiple existing users match this email address", [], false),
        ("id=", [], false), ("id= x", [], false), ("", [], false), ("grid=5", [], false), ("x id=é", [], false),
        ("AN ARCHIVED CONTACT id=z", ["z"], true),
    ])
    func readsIDs(_ message: String, _ ids: [String], _ archived: Bool) {
        #expect(ConflictText.contactIDs(in: message) == ids)
        #expect(ConflictText.saysArchived(message) == archived)
    }
}
