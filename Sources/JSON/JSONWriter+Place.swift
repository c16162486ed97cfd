extension JSONWriter {
    /// Appends a value of a document without any white space, every integer with all of its digits, and members as they
    /// stand in the text.
    package static func append(_ value: JSONPlace, to output: inout [UInt8]) {
        switch value.kind {
        case .object:
            append(value.members, in: "{}", to: &output) { append($0, to: &$1) }
        case .array: append(value.elements, in: "[]", to: &output) { append($0, to: &$1) }
        default:
            if let digits = value.largeInteger { output += digits.utf8 } else { append(value.value, to: &output) }
        }
    }

    /// The same for a member of an object.
    package static func append(_ member: JSONPlace.Member, to output: inout [UInt8]) {
        append(string: member.key.string ?? "", to: &output)
        output.append(UInt8(ascii: ":"))
        append(member.value, to: &output)
    }

    private static func append<Items: Sequence>(
        _ items: Items, in brackets: StaticString, to output: inout [UInt8],
        _ body: (Items.Element, inout [UInt8]) -> Void
    ) {
        output.append(brackets.utf8Start[0])
        var isFirst = true
        for item in items {
            if !isFirst { output.append(UInt8(ascii: ",")) }
            isFirst = false
            body(item, &output)
        }
        output.append(brackets.utf8Start[1])
    }
}
