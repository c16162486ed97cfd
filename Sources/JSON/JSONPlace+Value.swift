extension JSONPlace {
    /// The value with all that is nested in it, as a tree that no longer needs the document.
    public var value: JSONValue {
        switch tag {
        case Tag.object: .object(object ?? JSONObject())
        case Tag.array: .array(array ?? [])
        case Tag.string: .string(String(decoding: stringBytes, as: UTF8.self))
        case Tag.integer: .integer(Int64(bitPattern: tape[index + 1]))
        case Tag.unsigned, Tag.double, Tag.oversized: number.map { .number($0) } ?? .null
        case Tag.true: .bool(true)
        case Tag.false: .bool(false)
        default: .null
        }
    }

    /// The value as JSON without white space, every integer with all of its digits, and members as they stand in the text.
    public var text: String {
        var output: [UInt8] = []
        JSONWriter.append(self, to: &output)
        return String(decoding: output, as: UTF8.self)
    }

    /// The members as a tree; nil where this is no object. Where a key occurs twice, the last one counts.
    public var object: JSONObject? {
        guard tag == Tag.object else { return nil }
        var object = JSONObject()
        object.reserveCapacity(count)
        for member in members { object[String(decoding: member.key.stringBytes, as: UTF8.self)] = member.value.value }
        return object
    }

    /// The elements as a tree; nil where this is no array.
    public var array: [JSONValue]? {
        guard tag == Tag.array else { return nil }
        var array: [JSONValue] = []
        array.reserveCapacity(count)
        for element in elements { array.append(element.value) }
        return array
    }
}
