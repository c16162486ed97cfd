import Foundation
import Synchronization
import Testing

@testable import REPL

/// Through a terminal of the system's own, with keys as a person presses them. One at a time: terminfo, which libedit uses,
/// has one current terminal in the process.
@Suite(.serialized, .timeLimit(.minutes(1))) struct EditLineReaderTests {
    @Test func aLine() throws {
        #expect(try read(["1 + 1\r"]) == [.line("1 + 1")])
        #expect(try read(["\"äöü 😀\"\r"]) == [.line("\"äöü 😀\"")])
        #expect(try read(["\r", "x\r"]) == [.line(""), .line("x")])
    }

    @Test func editing() throws {
        #expect(try read(["bc\u{1}a\u{5}d\r"]) == [.line("abcd")])
        #expect(try read(["ab\u{1B}[D-\u{7F}_\r"]) == [.line("a_b")])
        #expect(try read(["äx\u{7F}\u{7F}ö\r"]) == [.line("ö")])
    }

    @Test func theEnd() throws {
        #expect(try read(["\u{4}"]) == [.end])
    }

    @Test func givingUpALine() throws {
        #expect(
            try read(["abc\u{3}", "\u{3}", "next\r"])
                == [.cancelled(hadText: true), .cancelled(hadText: false), .line("next")])
    }

    @Test func completing() throws {
        #expect(
            try read(["pri\t1)\r"]) { _ in .init(typed: "pri", candidates: [.init("print", ending: "(")]) } == [
                .line("print(1)")
            ])
        let asked = Mutex("")
        let line = try read(["ä 'm\tx\r"]) { before in
            asked.withLock { $0 = before }
            return .init(typed: "m", candidates: [.init("mappings"), .init("matching")])
        }
        #expect(line == [.line("ä 'max")])
        #expect(asked.withLock { $0 } == "ä 'm")
    }

    @Test func tabAtTheBeginningIndents() throws {
        #expect(try read(["\t\tx\r"]) { _ in .init(candidates: [.init("never")]) } == [.line("    x")])
    }

    @Test func historyOfThisSessionAndOfEarlierOnes() throws {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let history = HistoryFile(path: folder + "/history")
        history.append("early = 1")
        history.append("function f()\n  return 1\nend")
        let up = "\u{1B}[A"
        #expect(try read(["late\r", up + up + up + "0\r"], history) == [.line("late"), .line("early = 10")])
        #expect(try read([up + up + up + "\r"], history) == [.line("function f()\n  return 1\nend")])
        #expect(try read(["\u{12}lat\u{5}2\r"], history) == [.line("late2")])
        #expect(history.entries().contains("late"))
    }

    // MARK: A terminal

    /// What comes back while the keys are pressed, each group after the prompt for it has appeared.
    private func read(
        _ keys: [String], _ history: HistoryFile? = nil, completer: @escaping LineCompleter = { _ in Completion() }
    ) throws -> [LineInput] {
        var (master, slave): (Int32, Int32) = (-1, -1)
        var size = winsize(ws_row: 24, ws_col: 80, ws_xpixel: 0, ws_ypixel: 0)
        try #require(openpty(&master, &slave, nil, nil, &size) == 0)
        let (terminal, descriptor) = (master, slave)
        let presser = Thread { Self.press(keys, at: terminal) }
        presser.start()
        var inputs: [LineInput] = []
        do {
            let reader = try #require(
                EditLineReader(input: descriptor, output: descriptor, history: history, completer: completer))
            for number in keys.indices {
                let input = reader.read(Prompt("prompt\(number)>"))
                if case .line(let line) = input { reader.remember(line) }
                inputs.append(input)
            }
        }
        close(descriptor)
        return inputs
    }

    /// Presses each group of keys once its prompt is on the screen, then takes the rest of what is written until nobody
    /// has the other side open any more.
    private static func press(_ keys: [String], at terminal: Int32) {
        defer { close(terminal) }
        var screen: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        var next = 0
        while true {
            let count = Foundation.read(terminal, &buffer, buffer.count)
            if count <= 0 { return }
            screen += buffer[..<count]
            while next < keys.count, String(decoding: screen, as: UTF8.self).contains("prompt\(next)> ") {
                let bytes = Array(keys[next].utf8)
                _ = Foundation.write(terminal, bytes, bytes.count)
                next += 1
            }
        }
    }
}
