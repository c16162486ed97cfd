internal import Intercom
internal import IntercomScripting
internal import Lua
internal import Records

extension RecordResult {
  /// Takes in the error that ended a record.
  mutating func take(_ error: LuaError) {
    if let skip = error.cause as? ScriptSkip {
      outcome = .skipped
      reason = skip.reason
      return
    }
    var problem = Problem(error)
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
  }
}

extension RecordResult.Problem {
  init(_ error: LuaError) {
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

  /// Whether every further record would end the same way: the token is refused.
  var endsRun: Bool { status == 401 || status == 403 }
}
