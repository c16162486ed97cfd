import Testing

@testable import Intercom

@Suite struct AccessTokenTests {
    @Test func showsItsLastFourCharactersAtMost() throws {
        let token = try AccessToken("  dG9rOjEyMzQ1Njc4OTBhYmNk\n")
        #expect(token.description == "[token …YmNk]")
        #expect(token.debugDescription == "[token …YmNk]")
        #expect("\(token)" == "[token …YmNk]")
        #expect(String(reflecting: token) == "[token …YmNk]")
        #expect(token.authorization == "Bearer dG9rOjEyMzQ1Njc4OTBhYmNk")
    }

    @Test func dumpsAndMirrorsTellNothing() throws {
        let token = try AccessToken("dG9rOjEyMzQ1Njc4OTBhYmNk")
        var dumped = ""
        dump(token, to: &dumped)
        #expect(!dumped.contains("dG9r"))
        #expect(Mirror(reflecting: token).children.isEmpty)
        var holder = ""
        dump(IntercomConfiguration(token: token), to: &holder)
        #expect(!holder.contains("dG9r"))
    }

    @Test func shortTokensShowNothing() throws {
        #expect(try AccessToken("abcdefgh").description == "[token]")
    }

    @Test(arguments: ["", "   ", "\n\t"])
    func emptyIsRefused(_ text: String) {
        #expect(throws: IntercomError.self) { try AccessToken(text) }
    }

    @Test(arguments: ["ab cd", "ab\r\nX-Evil: 1", "tökén", "a\u{0}b"])
    func whatCannotBeInAHeaderIsRefused(_ text: String) throws {
        let error = #expect(throws: IntercomError.self) { try AccessToken(text) }
        #expect(error?.code == .invalidArgument)
        #expect(error?.description.contains("ab cd") == false)
    }

    @Test func blotsItselfOutOfForeignText() throws {
        let token = try AccessToken("secret-token-1234")
        #expect(token.redacting("Bearer secret-token-1234 secret-token-1234.") == "Bearer [token] [token].")
        #expect(token.redacting("nothing here") == "nothing here")
        #expect(token.redacting("") == "")
        #expect(token.redacting("secret-token-123") == "secret-token-123")
    }
}
