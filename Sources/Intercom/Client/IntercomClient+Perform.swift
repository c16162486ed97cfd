internal import JSON
internal import Logging

/// Why a 2xx answer cannot be used.
struct UnreadableAnswer: Error {
    var reason: String
    init(_ reason: String) { self.reason = reason }
}

extension IntercomClient {
    typealias Decode<Value> = @Sendable (HTTPAnswer) throws(UnreadableAnswer) -> Value

    /// Carries out a call: gate, attempt, retries, decoding. Everything the client sends goes through here.
    func perform<Value: Sendable>(
        _ call: APICall, _ decode: Decode<Value>
    ) async throws(IntercomError) -> Value {
        try await enter()
        return try await performAdmitted(call, decode)
    }

    /// Carries out a call that is only decided on when its turn at the gate has come; no call where `make` gives none.
    func perform<Value: Sendable>(
        deciding make: @Sendable () throws(IntercomError) -> APICall?, _ decode: Decode<Value>
    ) async throws(IntercomError) -> Value? {
        try await enter()
        let call: APICall?
        do {
            call = try make()
        } catch {
            gate.leaveUnanswered(overloaded: false)
            throw error
        }
        guard let call else {
            gate.leaveUnanswered(overloaded: false)
            return nil
        }
        return try await performAdmitted(call, decode)
    }

    /// Waits for the call's turn.
    private func enter() async throws(IntercomError) {
        try checkRefusal()
        do {
            try await takeFromBudget()
            try await gate.enter()
        } catch {
            throw IntercomError(.interrupted, "The call was interrupted")
        }
        do throws(IntercomError) {
            guard budgetIsOpen else { throw IntercomError(.interrupted, "The call was interrupted") }
            try checkRefusal()
        } catch {
            gate.leaveUnanswered(overloaded: false)
            throw error
        }
    }

    private func checkRefusal() throws(IntercomError) {
        if let refusal { throw refusal }
    }

    private func performAdmitted<Value: Sendable>(
        _ call: APICall, _ decode: Decode<Value>
    ) async throws(IntercomError) -> Value {
        var machine = RetryMachine(policy: configuration.retry, repeatability: call.repeatability)
        var isRetry = false
        budget.earn()
        while true {
            counter.sent(call.endpoint, isRetry: isRetry)
            let failure: Failure
            switch await attempt(call, decode) {
            case .success(let value): return value
            case .failure(let reason): failure = reason
            }
            switch machine.next(after: failure.event, fraction: random.fraction()) {
            case .retryThroughGate: break
            case .retry(let delay):
                guard budget.spend() else { throw final(failure, machine, call) }
                logger.debug("again", metadata: ["call": "\(call.endpoint.label)", "after": "\(delay)"])
                do { try await time.sleep(for: delay) } catch {
                    throw IntercomError(.interrupted, "The call was interrupted while it waited to be repeated")
                }
            case .finish: throw final(failure, machine, call)
            }
            try await enter()
            isRetry = true
        }
    }

    private struct Failure: Error {
        var event: RetryMachine.Event
        var error: IntercomError
    }

    private func attempt<Value: Sendable>(_ call: APICall, _ decode: Decode<Value>) async -> Result<Value, Failure> {
        let answer: HTTPAnswer
        let began = time.now()
        do {
            answer = try await send(call)
            counter.ended(after: time.now() - began)
        } catch {
            counter.ended(after: time.now() - began)
            var overloaded = false
            if case .timedOut = error { overloaded = true }
            gate.leaveUnanswered(overloaded: overloaded)
            let explained = IntercomError(
                transport: error, repeatable: call.repeatability.afterLoss, redacting: configuration.token)
            return .failure(Failure(event: .failed(error), error: explained))
        }
        let limits = RateLimits(headers: answer.headers)
        gate.leave(status: answer.status, limits: limits)
        logger.trace("answered", metadata: ["call": "\(call.endpoint.label)", "status": "\(answer.status)"])
        if answer.status == 429 { counter.rateLimited() }
        let isRefusal = (400..<500).contains(answer.status) && answer.status != 429 && answer.status != 408
        guard (200..<300).contains(answer.status) || (call.acceptsRefusals && isRefusal) else {
            var error = IntercomError(answer: answer, limits: limits, redacting: configuration.token)
            if answer.status == 401 || answer.status == 403 { noteRefusal(error) }
            if answer.status >= 500 || answer.status == 408, call.repeatability == .once {
                error.becomeOutcomeUnknown()
            }
            return .failure(Failure(event: .answered(status: answer.status), error: error))
        }
        do {
            return .success(try decode(answer))
        } catch {
            var unreadable = IntercomError(
                .unexpectedResponse, "Intercom's answer to \(call.endpoint.label) cannot be used: \(error.reason)",
                advice: "Something on the way may have changed it; check the base URL and Intercom-Version.")
            unreadable.status = answer.status
            unreadable.requestID = answer.headers["X-Request-Id"]
            unreadable.limits = limits
            return .failure(Failure(event: .unreadable, error: unreadable))
        }
    }

    private func final(_ failure: Failure, _ machine: RetryMachine, _ call: APICall) -> IntercomError {
        var error = failure.error
        if !call.isRead { error.mayHaveBeenApplied = machine.mayHaveBeenApplied }
        return error
    }
}
