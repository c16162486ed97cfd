import JSON
import Testing

@Suite struct JSONLinesTests {
    /// Feeds `bytes` in pieces of `size` and takes every line as soon as it is there.
    private func read(_ bytes: [UInt8], piecesOf size: Int, maximumLineLength: Int = 1 << 20) -> [String] {
        let lines = JSONLines(maximumLineLength: maximumLineLength)
        var found: [String] = []
        func drain() {
            while let line = lines.next() {
                switch line.content {
                case .document(let document): found.append("\(line.number) \(document.root.value.text)")
                case .invalid(let error, let bytes):
                    found.append("\(line.number) \(error) <\(String(decoding: bytes.prefix(20), as: UTF8.self))>")
                }
            }
        }
        var rest = bytes[...]
        while !rest.isEmpty {
            rest.prefix(size).withUnsafeBytes { lines.feed($0) }
            rest = rest.dropFirst(size)
            drain()
        }
        lines.finish()
        drain()
        #expect(lines.next() == nil)
        return found
    }

    @Test(arguments: [1, 2, 3, 7, 64, 100_000])
    func aWrongLineCostsThatLineOnly(size: Int) {
        let text =
            "\u{FEFF}{\"a\":\"é\"}\r\n\n  \t\r\n[1,\n18446744073709551616\n{\"b\":2}x\n\""
            + String(repeating: "z", count: 5000)
            + "\"\nnull"
        let lines = read(Array(text.utf8), piecesOf: size)
        #expect(
            lines == [
                "1 {\"a\":\"é\"}",
                "4 invalid JSON at byte 3: expected a value, found the end of the document <[1,>",
                "5 1.8446744073709552e+19",
                "6 invalid JSON at byte 7: unexpected 'x' after the end of the document <{\"b\":2}x>",
                "7 \"" + String(repeating: "z", count: 5000) + "\"",
                "8 null",
            ])
    }

    @Test(arguments: [1, 3, 1000])
    func aLineTooLongToHoldIsReportedOnceAndPassedOver(size: Int) {
        let text = "1\n\"" + String(repeating: "y", count: 3000) + "\"\n2\n\"" + String(repeating: "y", count: 3000)
        let error = "invalid JSON: a line of more than 100 bytes <\"yyyyyyyyyyyyyyyyyyy>"
        #expect(
            read(Array(text.utf8), piecesOf: size, maximumLineLength: 100) == [
                "1 1", "2 \(error)", "3 2", "4 \(error)",
            ])
    }

    @Test(arguments: ["", "\n\n", "\u{FEFF}", " \r\n"])
    func nothingComesOfNothing(text: String) { #expect(read(Array(text.utf8), piecesOf: 1).isEmpty) }
}
