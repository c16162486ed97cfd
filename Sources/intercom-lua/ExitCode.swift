import ArgumentParser

/// What the program's exit status says.
enum ProgramExit: Int32, CaseIterable {
    case success = 0
    case someRejected = 1
    case changesFound = 2
    case usage = 64
    case badInput = 65
    case inputMissing = 66
    case unreachable = 69
    case scriptError = 70
    case cannotWrite = 73
    case stoppedEarly = 75
    case tokenRefused = 77
    case checkFailed = 78
    case tooManyFailures = 99
    case interrupted = 130

    var meaning: String {
        switch self {
        case .success: "all well"
        case .someRejected: "finished, but some records were rejected or failed, or some tests failed"
        case .changesFound: "a dry run found changes (--detailed-exitcode)"
        case .usage: "the command line makes no sense"
        case .badInput: "the input is not what its format says"
        case .inputMissing: "a script or an input is not there or cannot be read"
        case .unreachable: "Intercom could not be reached"
        case .scriptError: "the script does not compile, or failed outside of a record"
        case .cannotWrite: "output could not be written"
        case .stoppedEarly: "stopped early, as by SIGTERM; run --resume does the rest"
        case .tokenRefused: "Intercom refused the access token, or there is none"
        case .tooManyFailures: "more records were rejected or failed than --max-failures allows"
        case .checkFailed: "check or doctor found something wrong"
        case .interrupted: "interrupted; what was in flight has ended"
        }
    }
}

/// Ends the program with a message for a person and a status for a program.
struct CommandFailure: Error {
    var code: ProgramExit
    var message: String

    init(_ code: ProgramExit, _ message: String = "") {
        self.code = code
        self.message = message
    }

    /// Says it, unless there is nothing to say.
    func show() {
        if !message.isEmpty { Terminal.standardError.write("intercom-lua: \(message)\n") }
    }
}

struct ExitCodesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exit-codes", abstract: "List the exit codes and what they mean.", discussion: list)

    private static let list = ProgramExit.allCases.map { code in
        let number = String(code.rawValue)
        return String(repeating: " ", count: 5 - number.count) + number + "  " + code.meaning
    }.joined(separator: "\n")

    func run() { Terminal.standardOutput.write(Self.list + "\n") }
}
