import Foundation

/// What `run --json` ends with.
struct RunReport: Decodable, Sendable {
    var records: Int
    var outcomes: [String: Int]
    var calls: Int
    var seconds: Double

    /// - Throws: where the last line is no such object.
    init(_ result: Program.Result) throws {
        self = try JSONDecoder().decode(RunReport.self, from: Data((result.lines.last ?? "").utf8))
    }

    subscript(outcome: String) -> Int { outcomes[outcome] ?? 0 }

    /// What all the words sum up to.
    var sum: Int { outcomes.values.reduce(0, +) }
}

/// A line of `run --results`.
struct ResultLine: Decodable, Sendable {
    var record: Int
    var outcome: String
    var contactID: String?
    var error: Problem?

    struct Problem: Decodable, Sendable {
        var code: String
        var message: String
        var field: String?
    }

    private enum CodingKeys: String, CodingKey {
        case record, outcome, error
        case contactID = "contact_id"
    }

    static func lines(of text: String) throws -> [ResultLine] {
        try text.split(separator: "\n").map { try JSONDecoder().decode(ResultLine.self, from: Data($0.utf8)) }
    }
}
