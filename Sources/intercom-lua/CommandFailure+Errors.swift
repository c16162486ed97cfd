import Intercom
import Lua
import Records
import Runner

extension CommandFailure {
  /// What kept a run from going on, as a person needs it.
  init(explaining error: any Error) {
    switch error {
    case let error as CommandFailure: self = error
    case let error as ScriptSource.ReadError: self.init(.inputMissing, error.description)
    case let error as RecordsError: self.init(Self.code(of: error), "\(error)")
    case let error as LuaError: self.init(error)
    case let error as IntercomError:
      self.init(error.status == 401 || error.status == 403 ? .tokenRefused : .unreachable, "\(error)")
    default: self.init(.scriptError, "\(error)")
    }
  }

  private init(_ error: LuaError) {
    if let cause = error.cause as? RecordsError {
      self.init(Self.code(of: cause), "\(cause)")
      return
    }
    if let cause = error.cause as? IntercomError, cause.status == 401 || cause.status == 403 {
      self.init(.tokenRefused, "\(cause)")
      return
    }
    var message = error.message
    if let chunk = error.chunk, let line = error.line, !message.contains("\(chunk):\(line):") {
      message = "\(chunk):\(line): \(message)"
    }
    if case .syntax = error.kind {} else if let traceback = error.traceback { message += "\n" + traceback }
    self.init(error.kind == .interrupted ? .interrupted : .scriptError, message)
  }

  private static func code(of error: RecordsError) -> ProgramExit {
    switch error.kind {
    case .missing, .directory, .unreadable: .inputMissing
    case .unwritable, .closedOutput: .cannotWrite
    case .unknownFormat, .malformed: .badInput
    }
  }
}
