internal import JSON

/// A line of a file of rejects: the record as it was, and what is wrong with it. Fed back as input it is the same record
/// again, with a field `_error` more.
enum RejectedLine {
    /// - Parameters:
    ///   - record: the JSON of the record, an object.
    ///   - text: what stands in the input where there is no record.
    static func of(_ result: RecordResult, record: [UInt8]?, text: [UInt8]?) -> [UInt8] {
        var error = result.problem?.json.object ?? JSONObject()
        error["record"] = .integer(Int64(result.record))
        error["line"] = .integer(Int64(result.line))
        error["source"] = .string(result.source)
        let found = text ?? record
        return RejectText.of(
            record, or: found.map { ["_text": .string(String(decoding: $0, as: UTF8.self))] } ?? [:], error: error)
            + [UInt8(ascii: "\n")]
    }
}
