import Testing

@testable import Intercom

@Suite struct NearestTests {
    private let names = ["email", "external_id", "name", "phone", "signed_up_at"]

    @Test(arguments: [
        ("emial", "email"), ("Email", "email"), ("nam", "name"), ("fone", nil), ("phon", "phone"),
        ("externalid", "external_id"), ("signed_up", "signed_up_at"), ("zzz", nil), ("", nil),
    ])
    func findsSlipsButNothingFarOff(_ name: String, _ nearest: String?) {
        #expect(Nearest.name(to: name, among: names) == nearest)
    }

    @Test(arguments: [("", "", 0), ("", "abc", 3), ("abc", "", 3), ("ab", "ba", 1), ("kitten", "sitting", 3)])
    func distances(_ one: String, _ other: String, _ distance: Int) {
        #expect(Nearest.distance(Array(one), Array(other)) == distance)
    }

    @Test func amongNoneThereIsNone() { #expect(Nearest.name(to: "x", among: []) == nil) }
}
