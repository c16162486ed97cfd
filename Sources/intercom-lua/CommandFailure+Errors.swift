import Intercom
import Ledger
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
        case let error as ResumeRefusal: self.init(.badInput, "\(error)")
        case let error as LedgerError: self.init(Self.code(of: error), "\(error)")
        case let error as MissingInput: self.init(.inputMissing, "\(error)")
        case let error as LoadedScript.ShapeError: self.init(.scriptError, "\(error)")
        case let error as LuaError: self.init(error)
        case let error as IntercomError: self.init(Self.code(of: error) ?? .unreachable, "\(error)")
        default: self.init(.scriptError, "\(error)")
        }
    }

    private init(_ error: LuaError) {
        if let cause = error.cause as? RecordsError {
            self.init(Self.code(of: cause), "\(cause)")
            return
        }
        if let cause = error.cause as? IntercomError, let code = Self.code(of: cause) {
            self.init(code, "\(cause)")
            return
        }
        var message = error.message
        if let chunk = error.chunk, let line = error.line, !message.contains("\(chunk):\(line):") {
            message = "\(chunk):\(line): \(message)"
        }
        if case .syntax = error.kind {} else if let traceback = error.traceback { message += "\n" + traceback }
        self.init(error.kind == .interrupted ? .interrupted : .scriptError, message)
    }

    /// The code for an error that is neither the script's nor the data's fault.
    private static func code(of error: IntercomError) -> ProgramExit? {
        switch (error.code, error.status) {
        case (_, 401), (_, 403): .tokenRefused
        case (.unavailable, nil), (.timeout, nil): .unreachable
        default: nil
        }
    }

    private static func code(of error: LedgerError) -> ProgramExit {
        switch error.kind {
        case .unwritable, .full, .corrupt, .newer: .cannotWrite
        case .busy, .lost: .stoppedEarly
        case .unknownRun, .ambiguousRun, .running: .usage
        }
    }

    private static func code(of error: RecordsError) -> ProgramExit {
        switch error.kind {
        case .missing, .directory, .unreadable: .inputMissing
        case .unwritable, .closedOutput: .cannotWrite
        case .unknownFormat, .malformed: .badInput
        }
    }
}
