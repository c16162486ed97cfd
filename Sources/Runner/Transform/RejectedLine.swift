internal import JSON

/// A line of a file of rejects: the record as it was, and what is wrong with it. Fed back as input it is the same record
/// again, with a field `_error` more.
enum RejectedLine {
    /// - Parameters:
    ///   - record: the JSON of the record, an object.
    ///   - text: what stands in the input where there is no record.
    static func of(_ result: RecordResult, record: [UInt8]?, text: [UInt8]?) -> [UInt8] {
        var object = JSONObject()
        if let record, let value = try? JSONValue(parsing: record), let fields = value.object {
            object = fields
        } else if let text = text ?? record {
            object["_text"] = .string(String(decoding: text, as: UTF8.self))
        }
        var error = result.problem?.json.object ?? JSONObject()
        error["record"] = .integer(Int64(result.record))
        error["line"] = .integer(Int64(result.line))
        error["source"] = .string(result.source)
        object["_error"] = .object(error)
        var line = JSONValue.object(object).encoded()
        line.append(UInt8(ascii: "\n"))
        return line
    }
}
