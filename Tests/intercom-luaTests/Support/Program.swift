import Foundation
import Synchronization

/// The built program, started as a person would start it: in the project's folder, with no token and no settings of the
/// person who runs the tests.
final class Program: Sendable {
    /// How a run ended.
    struct Result: Sendable {
        /// The exit code; 128 and the signal's number where a signal ended it.
        let status: Int32
        /// What it wrote to standard output.
        let output: String
        /// What it wrote to standard error.
        let errors: String

        /// The lines of standard output.
        var lines: [String] { output.split(separator: "\n").map(String.init) }
    }

    let output: StreamReader
    let errors: StreamReader
    private let process: Process
    private let input: FileHandle?
    private let end: Ending

    /// - Parameters:
    ///   - input: what standard input is to hold: nil for the null device.
    ///   - terminal: what standard error is to be; nil for a pipe.
    ///   - executable: another program than the one that was built.
    ///   - keepsInputOpen: leaves standard input open for `type` after that, until `endInput`.
    init(
        _ arguments: [String], input: String? = nil, keepsInputOpen: Bool = false, environment: [String: String] = [:],
        folder: URL = Project.root, terminal: PseudoTerminal? = nil, executable: URL = Project.program
    ) throws {
        signal(SIGPIPE, SIG_IGN)
        process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.environment = Self.environment.merging(environment) { $1 }
        let outputPipe = Pipe()
        let errorPipe = Pipe()
        let inputPipe = input == nil && !keepsInputOpen ? nil : Pipe()
        process.standardOutput = outputPipe
        process.standardError = terminal?.programEnd ?? errorPipe.fileHandleForWriting
        process.standardInput = inputPipe ?? FileHandle.nullDevice
        let end = Ending()
        self.end = end
        process.terminationHandler = {
            end.set($0.terminationReason == .exit ? $0.terminationStatus : 128 + $0.terminationStatus)
        }
        try process.run()
        try? errorPipe.fileHandleForWriting.close()
        try? terminal?.programEnd.close()
        output = StreamReader(outputPipe.fileHandleForReading)
        errors = StreamReader(terminal?.ownEnd ?? errorPipe.fileHandleForReading)
        self.input = inputPipe?.fileHandleForWriting
        if input != nil || inputPipe != nil {
            let handle = inputPipe?.fileHandleForWriting
            let bytes = Data((input ?? "").utf8)
            Thread.detachNewThread {
                // A program that ends without reading its input is no failure of the test's.
                try? handle?.write(contentsOf: bytes)
                if !keepsInputOpen { try? handle?.close() }
            }
        }
    }

    deinit { if process.isRunning { process.terminate() } }

    /// Runs the program to its end.
    static func run(
        _ arguments: String..., input: String? = nil, environment: [String: String] = [:], folder: URL = Project.root
    ) async throws -> Result {
        try await run(arguments, input: input, environment: environment, folder: folder)
    }

    static func run(
        _ arguments: [String], input: String? = nil, environment: [String: String] = [:], folder: URL = Project.root
    ) async throws -> Result {
        try await Program(arguments, input: input, environment: environment, folder: folder).result()
    }

    /// Waits for the end. A test that is cancelled, for it took too long, ends the program.
    func result() async -> Result {
        await withTaskCancellationHandler {
            let status = await end.value
            return Result(status: status, output: await output.everything(), errors: await errors.everything())
        } onCancel: {
            process.terminate()
        }
    }

    /// Writes to standard input that was kept open.
    func type(_ text: String) { try? input?.write(contentsOf: Data(text.utf8)) }

    func endInput() { try? input?.close() }

    /// As Ctrl-C does.
    func interrupt() { send(SIGINT) }

    var isRunning: Bool { process.isRunning }

    func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

    private static let environment: [String: String] = {
        let inherited = ProcessInfo.processInfo.environment
        let home = FileManager.default.temporaryDirectory.appendingPathComponent("intercom-lua-home-\(UUID())").path
        var environment = ["LANG": "C.UTF-8", "TERM": "dumb", "HOME": home]
        for name in ["PATH", "LD_LIBRARY_PATH", "ASAN_OPTIONS", "LSAN_OPTIONS", "TSAN_OPTIONS"] {
            if let value = inherited[name] { environment[name] = value }
        }
        return environment
    }()
}

/// The exit code of a process, once there is one.
private final class Ending: Sendable {
    private struct State {
        var status: Int32?
        var waiting: [CheckedContinuation<Int32, Never>] = []
    }

    private let state = Mutex(State())

    func set(_ status: Int32) {
        let waiting = state.withLock { state in
            state.status = status
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume(returning: status) }
    }

    var value: Int32 {
        get async {
            await withCheckedContinuation { continuation in
                let status = state.withLock { state in
                    if state.status == nil { state.waiting.append(continuation) }
                    return state.status
                }
                if let status { continuation.resume(returning: status) }
            }
        }
    }
}
