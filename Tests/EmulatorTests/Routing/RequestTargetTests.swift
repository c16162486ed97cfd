import Testing

@testable import Emulator

@Suite struct RequestTargetTests {
    @Test func segmentsAreDecodedAfterTheSplit() {
        let target = RequestTarget("/contacts/a%2Fb%3f%20+c/tags/?x=1")
        #expect(target.segments == ["contacts", "a/b? +c", "tags"])
        #expect(target.path == "/contacts/a%2Fb%3f%20+c/tags/")
    }

    @Test(arguments: [("%", "%"), ("%4", "%4"), ("%zz", "%zz"), ("%C3%A9", "é"), ("%FF", "\u{FFFD}"), ("a%", "a%")])
    func escapes(text: String, decoded: String) {
        #expect(PercentEncoding.decoded(text[...], plusIsSpace: false) == decoded)
    }

    @Test func parameters() {
        let target = RequestTarget("/x?a=1&b=two+words%21&c&a=2&d=x=y&%65=e&=")
        #expect(target.parameter("a") == "1")
        #expect(target.parameter("b") == "two words!")
        #expect(target.parameter("c") == "")
        #expect(target.parameter("d") == "x=y")
        #expect(target.parameter("e") == "e")
        #expect(target.parameter("f") == nil)
        #expect(RequestTarget("/x").parameter("a") == nil)
        #expect(RequestTarget("/x?").parameter("a") == nil)
    }

    @Test func emptyTargets() {
        #expect(RequestTarget("").segments == [])
        #expect(RequestTarget("//").segments == [])
        #expect(Resource([]) == .unknown)
    }
}
