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
        let down = "\u{1B}[B"
        // Within an entry of three lines the arrow moves line by line.
        #expect(
            try read(["late\r", up + up + up + up + up + "0\r"], history) == [.line("late"), .line("early = 10")])
        #expect(try read([up + up + up + "\r"], history) == [.line("function f()\n  return 1\nend")])
        #expect(try read([up + up + up + "-\r"], history) == [.line("fun-ction f()\n  return 1\nend")])
        #expect(try read(["e" + up + up + "1\r"], history) == [.line("early = 11")])
        #expect(try read(["draft" + up + "\u{1}\u{B}" + up + up + down + "!\r"], history) == [.line("early = 11!")])
        #expect(try read(["\u{12}lat\u{5}2\r"], history) == [.line("late2")])
        #expect(history.entries().contains("late"))
    }

    @Test func charactersWithMarks() throws {
        let left = "\u{1B}[D"
        // A mark belongs to the character that it stands on, however it came there.
        #expect(try read(["e\u{301}x" + left + left + "\u{4}\r"]) == [.line("x")])
        #expect(try read(["か\u{3099}\u{7F}a\r"]) == [.line("a")])
        #expect(try read(["\u{1B}[200~e\u{301}e\u{302}\u{1B}[201~\u{7F}\r"]) == [.line("e\u{301}")])
        // What joins characters is one of its own, and nothing is lost.
        #expect(try read(["👩\u{200D}👧\u{7F}\u{7F}\r", "❤\u{FE0F}\r"]) == [.line("👩"), .line("❤\u{FE0F}")])
        #expect(try read(["\u{301}a\u{10FFFD}\u{30000}\r"]) == [.line("\u{301}a\u{10FFFD}\u{30000}")])
    }

    @Test func bytesThatAreNoUTF8() throws {
        let line = try read([], bytes: [[0x61, 0xE9, 0x62, 0xC3, 0x28, 0x0D]])
        #expect(line == [.line("aébÃ(")])
    }

    @Test func pasting() throws {
        let lines = "\u{1B}[200~local x = 1\r\tprint(x)\r\rdone\u{1B}[A\u{3}\r\u{1B}[201~"
        let pasted = try read([lines + "!\r"])
        #expect(pasted == [.line("local x = 1\n\tprint(x)\n\ndone[A!")])
        #expect(try read(["\u{1B}[200~\u{1B}[201~x\r"]) == [.line("x")])
        // Higher than the terminal, and longer than what is read at once.
        let long = (1...3000).map { "print(\($0))" }.joined(separator: "\n")
        #expect(try read(["\u{1B}[200~\(long)\u{1B}[201~\u{5} \r"]) == [.line(long + " ")])
    }

    @Test func movingThroughLines() throws {
        let (up, down) = ("\u{1B}[A", "\u{1B}[B")
        let text = "\u{1B}[200~abcd\nx\nefgh\u{1B}[201~"
        #expect(try read([text + up + "1" + up + "2\r"]) == [.line("ab2cd\nx1\nefgh")])
        #expect(try read([text + up + up + down + "1\r"]) == [.line("abcd\nx1\nefgh")])
        #expect(try read([text + "\u{1}" + up + "0" + up + "-\u{5}+\r"]) == [.line("a-bcd+\n0x\nefgh")])
    }

    @Test func finishingInAnEditor() throws {
        #expect(try read(["x = {\u{2}\u{18}\u{5}", "y\r"]) == [.edit("x = {"), .line("y")])
    }

    @Test func questionsTakeNothingOfTheHistory() throws {
        let answer = try read(["\u{1B}[Ay\tes\r"], completes: false) { _ in .init(candidates: [.init("never")]) }
        #expect(answer == [.line("yes")])
    }

    // MARK: A terminal

    /// What comes back while the keys are pressed, each group after the prompt for it has appeared.
    private func read(
        _ keys: [String], bytes: [[UInt8]] = [], _ history: HistoryFile? = nil, completes: Bool = true,
        completer: @escaping LineCompleter = { _ in Completion() }
    ) throws -> [LineInput] {
        let keys = keys.map { Array($0.utf8) } + bytes
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
                let input = reader.read(Prompt("prompt\(number)>", completes: completes))
                if case .line(let line) = input { reader.remember(line) }
                inputs.append(input)
            }
        }
        close(descriptor)
        return inputs
    }

    /// Presses each group of keys once its prompt is on the screen, then takes the rest of what is written until nobody
    /// has the other side open any more.
    private static func press(_ keys: [[UInt8]], at terminal: Int32) {
        defer { close(terminal) }
        var screen: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        var next = 0
        while true {
            let count = Foundation.read(terminal, &buffer, buffer.count)
            if count <= 0 { return }
            screen += buffer[..<count]
            while next < keys.count, String(decoding: screen, as: UTF8.self).contains("prompt\(next)> ") {
                _ = Foundation.write(terminal, keys[next], keys[next].count)
                next += 1
            }
        }
    }
}
