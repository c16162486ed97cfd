import Intercom
import Ledger
import Lua
import Runner

/// What is wrong with a script, so that it would go wrong for whoever begins it: not what Intercom, the network or the
/// database has just been the cause of.
struct ScriptFault {
    /// As a person at a terminal is told it.
    let message: String
    /// In one line.
    var reason: String { message.split(separator: "\n").first.map(String.init) ?? message }

    /// - Returns: nil for an error of another kind.
    init?(_ error: any Error) {
        switch error {
        case is LoadedScript.ShapeError: break
        case let error as LuaError:
            if error.kind == .interrupted || error.cause is LedgerError { return nil }
            if let cause = error.cause as? IntercomError, !cause.isAboutTheCall { return nil }
        default: return nil
        }
        message = CommandFailure(explaining: error).message
    }
}

extension IntercomError {
    /// Whether the same call would be refused again, as long as nothing is changed.
    fileprivate var isAboutTheCall: Bool {
        if retryable { return false }
        switch code {
        case .unauthorized, .forbidden, .outcomeUnknown, .unexpectedResponse, .interrupted: return false
        default: return true
        }
    }
}
