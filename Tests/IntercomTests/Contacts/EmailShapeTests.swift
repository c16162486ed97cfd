import Testing

@testable import Intercom

@Suite struct EmailShapeTests {
    @Test(arguments: ["a@b", "a@b.c", "Ada.O'Brien+x@sub.example.ie", "é@exämple.de", "\"q\"@b.c"])
    func plausible(_ email: String) throws {
        #expect(EmailShape.complaint(about: email) == nil)
        #expect(try MatchingKey(.email, email).original == email)
    }

    @Test(arguments: [
        ("ada", "no @"), ("@b.c", "before"), ("a@", "after"), ("a@b@c", "more than one"), ("a b@c.d", "white space"),
        ("a@b.c ", "white space"), ("a@b.c;d@e.f", "more than one"), ("a,b@c.d", "several"),
        ("Ada <a@b.c>", "white space"),
        ("<a@b.c>", "< or >"),
    ])
    func mistakes(_ email: String, _ words: String) {
        #expect(EmailShape.complaint(about: email)?.contains(words) == true)
        let error = #expect(throws: IntercomError.self) { try MatchingKey(.email, email) }
        #expect(error?.code == .invalidArgument && error?.field == "matching_value")
    }

    @Test(arguments: MatchingField.allCases, ["", "  ", "\n"])
    func emptyMatchingValuesAreRefused(_ field: MatchingField, _ value: String) {
        let error = #expect(throws: IntercomError.self) { try MatchingKey(field, value) }
        #expect(error?.field == "matching_value")
    }

    @Test func keysCompareAsIntercomDoes() throws {
        #expect(try MatchingKey(.email, "A@b.C") == MatchingKey(.email, "a@B.c"))
        #expect(try MatchingKey(.externalID, "A") != MatchingKey(.externalID, "a"))
        #expect(try MatchingKey(.externalID, "x").description == "external_id \"x\"")
        #expect(
            MatchingField(named: "External ID") == .externalID && MatchingField(named: "intercom_id") == .intercomID)
        #expect(MatchingField(named: "Email") == .email && MatchingField(named: "id") == nil)
    }
}
