internal import JSON

/// A record as it was, with what is wrong with it in a field `_error`. Fed back as input it is the same record again.
enum RejectText {
    /// - Parameters:
    ///   - record: the JSON of the record, an object; nil where there is none.
    ///   - fields: what stands in its place then.
    ///   - error: takes the place of an error of an earlier time, which says nothing any more.
    static func of(
        _ record: [UInt8]?, or fields: @autoclosure () -> JSONObject = JSONObject(), error: JSONObject
    ) -> [UInt8] {
        guard let root = record.flatMap({ try? JSONDocument(parsing: $0) })?.root, root.kind == .object else {
            var object = fields()
            object["_error"] = .object(error)
            return JSONValue.object(object).encoded()
        }
        var output = [UInt8(ascii: "{")]
        root.withPlace { object in
            for member in object.members where member.key.string != "_error" {
                JSONWriter.append(member, to: &output)
                output.append(UInt8(ascii: ","))
            }
        }
        output += #""_error":"#.utf8
        JSONWriter.append(error, to: &output)
        output.append(UInt8(ascii: "}"))
        return output
    }
}
