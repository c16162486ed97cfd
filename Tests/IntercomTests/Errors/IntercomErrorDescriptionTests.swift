import Testing

@testable import Intercom

@Suite struct IntercomErrorDescriptionTests {
    @Test func saysWhatHappenedAndWhatToDo() {
        var error = IntercomError(
            .conflict, "A contact matching those details already exists with id=a1", advice: "Update that one.")
        error.status = 409
        error.requestID = "005j"
        #expect(
            error.description
                == "conflict: A contact matching those details already exists with id=a1 (409). Update that one. [request 005j]"
        )
    }

    @Test func endsItsSentenceOnce() {
        #expect(IntercomError(.notFound, "Gone.").description == "not_found: Gone.")
        #expect("\(IntercomError(.notFound, "Gone"))" == "not_found: Gone.")
    }

    @Test func codesAreThoseOfTheDocumentation() {
        #expect(
            IntercomError.Code.allCases.map(\.rawValue) == [
                "invalid_argument", "unknown_field", "unknown_attribute", "attribute_type", "not_found",
                "ambiguous_match", "conflict", "archived", "identity_mismatch", "unauthorized", "forbidden",
                "rate_limited", "timeout", "unavailable", "outcome_unknown", "unexpected_response", "interrupted",
            ])
    }

    @Test(arguments: IntercomError.Code.allCases)
    func onlyPassingTroubleIsRetryable(_ code: IntercomError.Code) {
        let expected = [.rateLimited, .timeout, .unavailable].contains(code)
        #expect(IntercomError(code, "x").retryable == expected)
    }

    @Test func lossesOfUnrepeatableWritesAreUnknownOutcomes() throws {
        let token = try AccessToken("secret-token-1234")
        func code(_ error: TransportError, repeatable: Bool) -> IntercomError.Code {
            IntercomError(transport: error, repeatable: repeatable, redacting: token).code
        }
        #expect(code(.timedOut(reason: "x"), repeatable: true) == .timeout)
        #expect(code(.timedOut(reason: "x"), repeatable: false) == .outcomeUnknown)
        #expect(code(.connectionLost(reason: "x"), repeatable: true) == .unavailable)
        #expect(code(.connectionLost(reason: "x"), repeatable: false) == .outcomeUnknown)
        #expect(code(.notSent(reason: "x"), repeatable: false) == .unavailable)
        #expect(code(.cancelled, repeatable: false) == .interrupted)
        #expect(code(.responseTooLarge(limit: 5), repeatable: false) == .unexpectedResponse)
    }
}
