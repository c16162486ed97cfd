extension IntercomError {
    /// The error for a call without an answer.
    init(transport error: TransportError, repeatable: Bool, redacting token: AccessToken) {
        switch error {
        case .notSent(let reason):
            self.init(
                .unavailable, "Intercom could not be reached: \(token.redacting(reason))",
                advice: "Check the network, the base URL and the region.")
        case .untrusted(let reason):
            self.init(
                .unavailable, "The server cannot be trusted to be Intercom: \(token.redacting(reason))",
                advice: "Nothing was sent to it. Check the base URL, and what stands between here and Intercom.")
        case .timedOut(let reason):
            self.init(.timeout, "The call got \(token.redacting(reason))", advice: "Try again later.")
        case .connectionLost(let reason):
            self.init(
                .unavailable, "The connection broke during the call: \(token.redacting(reason))",
                advice: "Try again later.")
        case .answerCutOff(let status, let requestID):
            self.init(.unexpectedResponse, "Intercom's answer broke off before its end", advice: "Try again later.")
            self.status = status
            self.requestID = requestID.map(token.redacting)
        case .responseTooLarge(let limit):
            self.init(
                .unexpectedResponse, "The answer was larger than \(limit) bytes", advice: "Ask for smaller pages.")
        case .cancelled: self.init(.interrupted, "The call was interrupted")
        }
        mayHaveBeenApplied = error.maybeSent
        if error.maybeSent, !repeatable { becomeOutcomeUnknown() }
    }

    /// Turns the failure of a write that is not safe to repeat into what it really is: not known.
    mutating func becomeOutcomeUnknown() {
        mayHaveBeenApplied = true
        guard code == .timeout || code == .unavailable else { return }
        code = .outcomeUnknown
        advice = "It may have been carried out or not: look before doing it again."
    }
}
