/// A format that records are read from and written to.
public enum RecordFormat: String, Sendable, Hashable, CaseIterable {
    /// RFC 4180, with a header row.
    case csv
    /// The same with tabs for commas.
    case tsv
    /// A JSON document a line.
    case ndjson
    /// One JSON document: an array of objects, or one object.
    case json

    /// The format that a file's name announces; nil where its extension, upper or lower case, is not one of `.csv`,
    /// `.tsv`, `.ndjson`, `.jsonl` and `.json`.
    public init?(fileName: String) {
        switch Self.fileExtension(of: fileName) {
        case "csv": self = .csv
        case "tsv": self = .tsv
        case "ndjson", "jsonl": self = .ndjson
        case "json": self = .json
        default: return nil
        }
    }

    /// What follows the last dot of the last path component, in lower case; nil where there is none.
    static func fileExtension(of fileName: String) -> String? {
        let name = fileName.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return nil }
        return name[name.index(after: dot)...].lowercased()
    }

    /// The format that the first bytes of an input look like: `[` begins a JSON array; `{` begins NDJSON when its line
    /// ends with `}` or has no end yet, and else a JSON object; all else is CSV.
    init(lookingAt bytes: UnsafeRawBufferPointer) {
        let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        let content = text.drop { isSpace($0) || $0 == UInt8(ascii: "\n") }
        switch content.first {
        case UInt8(ascii: "["): self = .json
        case UInt8(ascii: "{"):
            guard let lineEnd = content.firstIndex(of: UInt8(ascii: "\n")) else {
                self = .ndjson
                return
            }
            let last = content[..<lineEnd].last { !isSpace($0) }
            self = last == UInt8(ascii: "}") ? .ndjson : .json
        default: self = .csv
        }
    }
}

/// True for white space within a line.
private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }
