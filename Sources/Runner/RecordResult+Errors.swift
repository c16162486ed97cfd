internal import Intercom
internal import IntercomScripting
internal import Lua
internal import Records

extension RecordResult {
    /// Takes in what the script's operations did: of several, the word for the one that changed most.
    ///
    /// - Parameter skip: why the script left the record at that, if it said so.
    mutating func take(_ activity: ScriptActivity, skip: String? = nil) {
        contactID = activity.lastContactID
        reason = skip
        if activity.outcomes[.deleted] != nil {
            outcome = .deleted
        } else if activity.outcomes[.created] != nil {
            outcome = .created
        } else if activity.outcomes[.updated] != nil {
            outcome = .updated
        } else if activity.outcomes[.unchanged] != nil {
            outcome = .unchanged
        } else {
            outcome = .skipped
            reason = skip ?? (activity.hasOperations ? "the script went on after a failed operation" : "no operation")
        }
    }

    /// Takes in the error that ended a record.
    ///
    /// - Parameter lua: the state that it arose in.
    mutating func take(_ error: LuaError, _ activity: ScriptActivity, in lua: LuaState) {
        if let skip = error.cause as? ScriptSkip {
            take(activity, skip: skip.reason)
            return
        }
        contactID = activity.lastContactID
        var problem = Problem(error, in: lua)
        problem.traceback = error.traceback
        if let chunk = error.chunk, let line = error.line { problem.position = "\(chunk):\(line)" }
        self.problem = problem
        outcome = problem.isWorthAnotherTry ? .failed : .rejected
    }

    /// A record that could not be read.
    init(_ rejected: RejectedRecord) {
        self.init(record: rejected.index, line: rejected.line, source: rejected.source, outcome: .rejected)
        var problem = Problem(code: "bad_record", message: rejected.error.message)
        problem.advice = rejected.error.advice
        problem.field = rejected.error.field
        self.problem = problem
        original = String(decoding: rejected.text, as: UTF8.self)
    }
}

extension RecordResult.Problem {
    fileprivate init(_ error: LuaError, in lua: LuaState) {
        if let cause = error.cause as? IntercomError {
            self.init(cause)
            return
        }
        let code =
            switch error.kind {
            case .timeout: "script_timeout"
            case .memory: "script_memory"
            case .interrupted: "interrupted"
            default: "script_error"
            }
        self.init(code: code, message: error.message)
        if error.cause == nil, case .table(let table)? = error.value { take(table, in: lua) }
    }

    /// Takes code and message from a table that a script raised, where they are texts.
    private mutating func take(_ raised: LuaTable, in lua: LuaState) {
        let raisedCode = try? lua.get(raised, "code", as: String?.self)
        // Which is what the run ends records with.
        if let raisedCode, raisedCode != IntercomError.Code.interrupted.rawValue { code = raisedCode }
        guard message.hasPrefix("(error object is a"),
            let raisedMessage = try? lua.get(raised, "message", as: String?.self)
        else { return }
        message = raisedMessage
    }

    init(_ error: IntercomError) {
        self.init(code: error.code.rawValue, message: error.message)
        advice = error.advice
        field = error.field
        status = error.status
        requestID = error.requestID
        contactIDs = error.contactIDs
    }

    /// Whether the same record may go well another time, with nothing changed.
    var isWorthAnotherTry: Bool {
        let codes: [IntercomError.Code] = [
            .rateLimited, .timeout, .unavailable, .unexpectedResponse, .outcomeUnknown, .interrupted, .unauthorized,
        ]
        return codes.contains { $0.rawValue == code }
    }

    /// Whether Intercom did not answer at all.
    var isUnanswered: Bool { status == nil && (code == "unavailable" || code == "timeout") }

    /// Whether every further record would end the same way: the token is refused.
    var endsRun: Bool { status == 401 || status == 403 }
}
