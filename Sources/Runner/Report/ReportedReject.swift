internal import JSON

/// A record that was rejected or failed, as a report's page has it: a list, for there may be very many.
struct ReportedReject: Sendable {
    /// Texts longer than this many characters are cut.
    static let textLimit = 2000

    let result: RecordResult
    let problem: RecordResult.Problem

    /// Nil for a record that went well.
    init?(_ result: RecordResult) {
        guard let problem = result.problem, result.outcome.isProblem else { return nil }
        self.result = result
        self.problem = problem
    }

    /// In the order in which the page's script reads them.
    var json: JSONValue {
        [
            .integer(Int64(result.record)), .integer(Int64(result.line)), .string(result.source),
            .string(result.outcome.rawValue), .string(problem.code), Self.cut(problem.field),
            Self.cut(problem.message), Self.cut(problem.advice), Self.cut(problem.position),
            Self.cut(problem.requestID), Self.cut(result.original),
        ]
    }

    /// As it stands in a page: no `<` could end the element that it is in.
    var embedded: String { json.text.replacing("<", with: #"\u003c"#) }

    private static func cut(_ text: String?) -> JSONValue {
        guard let text else { return .null }
        // A character has at least a byte.
        if text.utf8.count <= textLimit { return .string(text) }
        let beginning = text.prefix(textLimit)
        return .string(beginning.endIndex == text.endIndex ? text : beginning + " …")
    }
}
