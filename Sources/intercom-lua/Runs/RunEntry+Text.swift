import Foundation
import JSON
import Ledger
import Runner

extension RunEntry {
    /// "2362 created, 5 rejected".
    var outcomeText: String {
        RecordOutcome.allCases.compactMap { word in outcomes[word.rawValue].map { "\($0) \(word.rawValue)" } }
            .joined(separator: ", ")
    }

    /// The state with its reason.
    var stateText: String {
        switch state {
        case .running: "still going on"
        case .complete: "complete"
        case .stopped: "stopped early: \((ending ?? "").replacing("_", with: " "))"
        case .queued: "in the queue: intercom-lua worker takes its records"
        case .crashed: "ended without a word: it can be gone on with"
        }
    }

    /// Whether there is anything to go on with.
    var isResumable: Bool { state.isResumable && workspace.kind != .embedded && waiting == nil }

    /// Records that nobody has done, of a run of the queue that ended before; 0 for any other.
    var leftInQueue: Int { state == .stopped ? waiting ?? 0 : 0 }

    /// Records that were rejected or failed.
    var problems: Int { RecordOutcome.problems.reduce(0) { $0 + (outcomes[$1.rawValue] ?? 0) } }

    /// As in `runs --json`.
    var json: JSONValue {
        var counts = JSONObject()
        for word in RecordOutcome.allCases {
            if let count = outcomes[word.rawValue] { counts[word.rawValue] = .integer(Int64(count)) }
        }
        return [
            "run": .string(id.description), "parent": parent.map { .string($0.description) } ?? .null,
            "state": .string(state.rawValue), "ending": ending.map { .string($0) } ?? .null,
            "reason": reason.map { .string($0) } ?? .null,
            "resumable": .bool(isResumable), "began": .string(LocalTime.iso(startedAt)),
            "ended": endedAt.map { .string(LocalTime.iso($0)) } ?? .null,
            "workspace": ["kind": .string(workspace.kind.rawValue), "name": .string(workspace.name)],
            "script": .string(script),
            "inputs": .array(
                inputs.map { input in
                    [
                        "name": .string(input.name), "path": input.path.map { .string($0) } ?? .null,
                        "bytes_read": .integer(input.read.length),
                    ]
                }),
            "queued": waiting.map { .integer(Int64($0)) } ?? .null,
            "records": .integer(Int64(outcomes.values.reduce(0, +))), "outcomes": .object(counts),
        ]
    }
}

/// Times as people and programs read them.
enum LocalTime {
    /// "2026-03-01 14:12:07", where the reader is.
    static func text(_ milliseconds: Int64) -> String {
        var time = time_t(milliseconds / 1000)
        var parts = tm()
        localtime_r(&time, &parts)
        var room = [CChar](repeating: 0, count: 32)
        let count = strftime(&room, room.count, "%Y-%m-%d %H:%M:%S", &parts)
        return String(decoding: room[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// "2026-03-01T13:12:07Z".
    static func iso(_ milliseconds: Int64) -> String {
        Date(timeIntervalSince1970: Double(milliseconds / 1000)).ISO8601Format()
    }
}

/// Rows of words, in columns.
struct TextTable {
    let text: String

    /// - Parameter header: above the columns; none where there is none.
    init(header: [String]? = nil, _ rows: [[String]]) {
        let all = (header.map { [$0] } ?? []) + rows.map { $0.map(\.shownOnOneLine) }
        let columns = all.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in
            all.map { $0.indices.contains(column) ? $0[column].count : 0 }.max() ?? 0
        }
        text = all.map { row in
            let cells = zip(row, widths).map { $0.padding(toLength: $1, withPad: " ", startingAt: 0) }
            var line = cells.joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            return line + "\n"
        }.joined()
    }
}
