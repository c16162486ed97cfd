import JSON
import Records
import Seeded
import Testing

/// CSV as plainly as it can be read: one character after the other, everything in memory.
private struct PlainCSV {
    enum Row: Equatable { case cells([String]), bad }

    static func rows(_ text: String, delimiter: Character) -> [Row] {
        // A string's characters would join CR and LF; its scalars do not.
        let scalars = Array(text.unicodeScalars)
        var rows: [Row] = []
        var position = 0
        while position < scalars.count {
            rows.append(contentsOf: row(scalars, &position, delimiter.unicodeScalars.first))
        }
        return rows
    }

    private static func isEnd(_ scalar: Unicode.Scalar) -> Bool { scalar == "\n" || scalar == "\r" }

    private static func skipEnd(_ scalars: [Unicode.Scalar], _ position: inout Int) {
        guard position < scalars.count else { return }
        let isPair = scalars[position] == "\r" && position + 1 < scalars.count && scalars[position + 1] == "\n"
        position += isPair ? 2 : 1
    }

    /// None for a blank line, else one.
    private static func row(_ scalars: [Unicode.Scalar], _ position: inout Int, _ delimiter: Unicode.Scalar?) -> [Row] {
        if isEnd(scalars[position]) {
            skipEnd(scalars, &position)
            return []
        }
        var cells: [String] = []
        while true {
            var cell = String.UnicodeScalarView()
            if position < scalars.count, scalars[position] == "\"" {
                position += 1
                while true {
                    guard position < scalars.count else { return [.bad] }
                    if scalars[position] != "\"" {
                        cell.append(scalars[position])
                        position += 1
                    } else if position + 1 < scalars.count, scalars[position + 1] == "\"" {
                        cell.append("\"")
                        position += 2
                    } else {
                        position += 1
                        break
                    }
                }
                if position < scalars.count, scalars[position] != delimiter, !isEnd(scalars[position]) {
                    while position < scalars.count, !isEnd(scalars[position]) { position += 1 }
                    skipEnd(scalars, &position)
                    return [.bad]
                }
            } else {
                while position < scalars.count, scalars[position] != delimiter, !isEnd(scalars[position]) {
                    cell.append(scalars[position])
                    position += 1
                }
            }
            cells.append(String(cell))
            guard position < scalars.count, scalars[position] == delimiter else { break }
            position += 1
        }
        skipEnd(scalars, &position)
        return [.cells(cells)]
    }
}

@Suite struct CSVDifferentialTests {
    /// Whatever text it is, the rows are those that a plain reading finds, whatever the size of reads.
    @Test(arguments: 0..<60)
    func anyTextIsReadAsPlainlyRead(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed) + 1000)
        let pieces = [
            ",", ",", "\"", "\"", "\"", "\n", "\r", "\r\n", "a", "bcdefghijklm", "é", "\"\"", "\",\"", "\"\n", " ",
        ]
        for _ in 0..<20 {
            let text = (0..<Int.random(in: 0...40, using: &generator))
                .map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
            let expected = PlainCSV.rows(text, delimiter: ",").map { row -> JSONObject? in
                guard case .cells(let cells) = row, cells.count == 2 else { return nil }
                return ["x": .string(cells[0]), "y": .string(cells[1])]
            }
            let options = RecordOptions(csv: CSVOptions(header: .names(["x", "y"]), emptyCells: .string))
            for size in readSizes {
                let read = readAll(Array(text.utf8), as: .csv, piecesOf: size, options: options)
                #expect(read.error == nil)
                let found = read.outcomes.map { outcome -> JSONObject? in
                    if case .record(_, _, let object) = outcome { object } else { nil }
                }
                #expect(found == expected, "\(JSONValue.string(text).text) in reads of \(size)")
            }
        }
    }
}
