/// A piece of Lua, and where in it things stand.
public struct SourceText: Sendable {
    public let bytes: [UInt8]
    /// Where each line begins.
    private let lineStarts: [Int]

    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
        var starts = [0]
        var position = 0
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            guard byte == 0x0A || byte == 0x0D else { continue }
            // Both orders of the two are one end of a line, as Lua has it.
            if position < bytes.count, bytes[position] == 0x0A || bytes[position] == 0x0D, bytes[position] != byte {
                position += 1
            }
            starts.append(position)
        }
        lineStarts = starts
    }

    public init(_ text: String) { self.init(Array(text.utf8)) }

    /// Line and column from 1; a column is a character, a tab too.
    public struct Position: Sendable, Hashable, Comparable {
        public var line: Int
        public var column: Int

        public static func < (one: Position, other: Position) -> Bool {
            (one.line, one.column) < (other.line, other.column)
        }
    }

    /// Where a byte stands.
    public func position(of offset: Int) -> Position {
        let offset = min(max(offset, 0), bytes.count)
        var (low, high) = (0, lineStarts.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if lineStarts[middle] <= offset { low = middle } else { high = middle }
        }
        let before = String(decoding: bytes[lineStarts[low]..<offset], as: UTF8.self)
        return Position(line: low + 1, column: before.unicodeScalars.count + 1)
    }

    public var lineCount: Int { lineStarts.count }

    /// The text of a line, counted from 1, without its end; empty where there is no such line.
    public func line(_ number: Int) -> String {
        guard lineStarts.indices.contains(number - 1) else { return "" }
        let end = number < lineStarts.count ? lineStarts[number] : bytes.count
        let line = bytes[lineStarts[number - 1]..<end]
        return String(decoding: line.prefix { $0 != 0x0A && $0 != 0x0D }, as: UTF8.self)
    }
}

/// A stretch of a source, in bytes.
public struct SourceRange: Sendable, Hashable {
    public var start: Int
    public var end: Int

    public init(_ start: Int, _ end: Int) {
        self.start = start
        self.end = end
    }

    /// From the beginning of this one to the end of another.
    func through(_ other: SourceRange) -> SourceRange { SourceRange(start, max(end, other.end)) }
}

/// Why a source is no Lua, or cannot be read.
public struct SyntaxError: Error, Sendable, Hashable {
    /// As Lua's own compiler would say it.
    public var message: String
    public var range: SourceRange
    /// Whether the source is only nested too deeply for this parser; Lua itself may take it.
    public var isTooDeep = false
}
