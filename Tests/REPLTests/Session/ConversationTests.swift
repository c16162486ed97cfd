import IntercomScripting
import Synchronization
import Testing

@testable import REPL

@Suite struct ConversationTests {
    @Test func linesOfAPipeLeaveAnExitCode() async throws {
        #expect(try await run(["1 + 1", "x = 2"]) == .init(code: 0, text: "2\n"))
        #expect(try await run(["foo.bar", "3"]).code == 70)
        #expect(try await run([":quit", "3"]) == .init(code: 0, text: ""))
        #expect(try await run(["x = {"]).code == 70)
    }

    @Test func aPersonIsGreetedAndMayLeave() async throws {
        let person = Person([.line("1"), .end])
        #expect(try await run(person) == .init(code: 0, text: "| Hello.\n1\n| \n"))
        #expect(person.remembered == ["1"])
        #expect(person.prompts == ["emulator>", "emulator>"])
    }

    @Test func anEntryOfSeveralLinesIsRememberedAsOne() async throws {
        let person = Person([.line("if true then"), .line("end"), .line(":quit")])
        _ = try await run(person)
        #expect(person.remembered == ["if true then\nend", ":quit"])
        #expect(person.prompts == ["emulator>", "      ...", "emulator>"])
    }

    @Test func cancellingTwiceInAnEmptyLineLeaves() async throws {
        let person = Person([
            .line("x = {"), .cancelled(hadText: false), .cancelled(hadText: true), .cancelled(hadText: false),
            .line("x"),
            .cancelled(hadText: false), .cancelled(hadText: false), .line("print 'never'"),
        ])
        let ended = try await run(person)
        let hint = "| Ctrl-C again, Ctrl-D or :quit leaves.\n"
        #expect(ended == .init(code: 0, text: "| Hello.\n\(hint)nil\n\(hint)"))
    }

    @Test func whatTheServicesThrowIsThrown() async throws {
        struct Failure: Error {}
        let repl = REPL(configuration(), services: { throw Failure() }, reader: { _ in PlainLineReader(lines: []) })
        await #expect(throws: Failure.self) { try await repl.run() }
    }

    @Test func theReaderIsGivenACompleter() async throws {
        let found = Mutex<[String]>([])
        let repl = REPL(configuration(), services: { ScriptServices(log: { _ in }, now: { 0 }) }) { completer in
            Person([.line("pears = 1"), .end]) { found.withLock { $0 = completer("pea").candidates.map(\.text) } }
        }
        _ = try await repl.run()
        #expect(found.withLock { $0 } == ["pears"])
    }

    // MARK: Running

    struct Ended: Equatable {
        var code: Int32
        var text: String
    }

    private func run(_ lines: [String]) async throws -> Ended { try await run { _ in PlainLineReader(lines: lines) } }

    private func run(_ person: Person) async throws -> Ended { try await run { _ in person } }

    private func run(_ reader: @escaping REPL.ReaderMaker) async throws -> Ended {
        let transcript = Transcript()
        var configuration = configuration(transcript)
        configuration.greeting = "Hello."
        let repl = REPL(configuration, services: { ScriptServices(log: { _ in }, now: { 0 }) }, reader: reader)
        return Ended(code: try await repl.run(), text: transcript.text)
    }
}

/// A reader with a person who types these things.
///
/// Sendable: what changes is behind a lock.
private final class Person: LineReader, Sendable {
    private struct State {
        var inputs: [LineInput]
        var remembered: [String] = []
        var prompts: [String] = []
    }

    private let state: Mutex<State>
    private let beforeEnd: @Sendable () -> Void

    init(_ inputs: [LineInput], beforeEnd: @escaping @Sendable () -> Void = {}) {
        state = Mutex(State(inputs: inputs))
        self.beforeEnd = beforeEnd
    }

    var isInteractive: Bool { true }
    var columns: Int? { 80 }
    var remembered: [String] { state.withLock { $0.remembered } }
    var prompts: [String] { state.withLock { $0.prompts } }

    func read(_ prompt: Prompt) -> LineInput {
        let input = state.withLock { state in
            state.prompts.append(prompt.text)
            return state.inputs.isEmpty ? .end : state.inputs.removeFirst()
        }
        if input == .end { beforeEnd() }
        return input
    }

    func remember(_ entry: String) { state.withLock { $0.remembered.append(entry) } }
}
