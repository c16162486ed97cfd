import Foundation
import Testing

@testable import REPL

@Suite struct PlainLineReaderTests {
    private func lines(_ reader: PlainLineReader) -> [String] {
        var lines: [String] = []
        while case .line(let line) = reader.read(Prompt(">")) { lines.append(line) }
        return lines
    }

    @Test func linesOfAList() {
        #expect(lines(PlainLineReader(lines: ["a", "", "b"])) == ["a", "", "b"])
        #expect(lines(PlainLineReader(lines: [])) == [])
    }

    @Test func linesOfADescriptor() throws {
        let long = String(repeating: "x", count: 200_000)
        let pipe = Pipe()
        let text = "a\r\n\(long)\nä\n\nlast"
        let writer = Thread {
            try? pipe.fileHandleForWriting.write(contentsOf: Data(text.utf8)); try? pipe.fileHandleForWriting.close()
        }
        writer.start()
        let reader = PlainLineReader(fileDescriptor: pipe.fileHandleForReading.fileDescriptor)
        #expect(lines(reader) == ["a", long, "ä", "", "last"])
    }
}
