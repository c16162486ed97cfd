extension JSONWriter {
    /// Appends a value over several lines, two spaces a level, one element or member a line; `[]` and `{}` when empty.
    /// Ends without a line feed.
    public static func appendPretty(_ value: JSONValue, indentation level: Int = 0, to output: inout [UInt8]) {
        switch value {
        case .array(let array) where !array.isEmpty:
            output.append(UInt8(ascii: "["))
            for index in array.indices {
                startLine(first: index == 0, level: level + 1, in: &output)
                appendPretty(array[index], indentation: level + 1, to: &output)
            }
            startLine(first: true, level: level, in: &output)
            output.append(UInt8(ascii: "]"))
        case .object(let object) where !object.isEmpty:
            output.append(UInt8(ascii: "{"))
            for position in object.members.indices {
                startLine(first: position == 0, level: level + 1, in: &output)
                append(string: object.members[position].key, to: &output)
                output.append(contentsOf: ": ".utf8)
                appendPretty(object.members[position].value, indentation: level + 1, to: &output)
            }
            startLine(first: true, level: level, in: &output)
            output.append(UInt8(ascii: "}"))
        default:
            append(value, to: &output)
        }
    }

    private static func startLine(first: Bool, level: Int, in output: inout [UInt8]) {
        if !first { output.append(UInt8(ascii: ",")) }
        output.append(UInt8(ascii: "\n"))
        output.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * level))
    }
}
