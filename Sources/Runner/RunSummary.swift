public import Intercom
public import JSON
public import Ledger

/// The totals of a run.
public struct RunSummary: Sendable {
    /// What many records had in common: the same code and field, or where no field is to blame, the same message bar data.
    public struct ProblemGroup: Sendable, Hashable {
        public var problem: RecordResult.Problem
        public var outcome: RecordOutcome
        public var count: Int
        /// The first record, its line and input.
        public var record: Int
        public var line: Int
        public var source: String
    }

    /// Why a run ended before its input did.
    public enum Ending: Sendable, Hashable {
        case complete
        /// Somebody said enough.
        case interrupted
        /// Intercom refused the token.
        case refused(String)
        /// More records than this allows were rejected or failed.
        case tooManyFailures(FailureLimit)
        /// What is done could not be written down any more.
        case ledgerFailed(LedgerError)
        /// The script failed outside of a record, or the input could not be read on.
        case failed

        /// As in `run --json`.
        var word: String {
            switch self {
            case .complete: "complete"
            case .interrupted: "interrupted"
            case .refused: "token_refused"
            case .tooManyFailures: RunEntry.tooManyFailures
            case .ledgerFailed: "ledger_failed"
            case .failed: RunEntry.failed
            }
        }
    }

    /// The run's name in the ledger; nil where it is in none.
    public internal(set) var run: RunIdentifier?
    public private(set) var records = 0
    /// Whether the script has a function for records, so that having had none is worth a word.
    public internal(set) var isOverRecords = false
    public private(set) var outcomes: [RecordOutcome: Int] = [:]
    public private(set) var skips: [String: Int] = [:]
    public private(set) var groups: [ProblemGroup] = []
    private var groupIndex: [GroupKey: Int] = [:]
    public var ending = Ending.complete
    /// How a run stands that others take part in, over all of them, as far as that was asked; nil for any other.
    public internal(set) var standing: RunStanding?
    /// Writes that a dry run found, by what they do; nil for what is no dry run.
    var changes: [PlannedChange.Action: Int]?
    /// Writes that a dry run found.
    public var plannedChanges: Int { changes?.values.reduce(0, +) ?? 0 }
    /// Writes that a dry run left out and no plan shows: notes, tags, requests of the script's own.
    public internal(set) var leftOut = 0
    /// Operations that belong to no record: of a plain script, and of what a record script does before and after.
    public var operations: [ContactOutcome: Int] = [:]
    /// Calls of the API, and how many of them were repeats or were told to wait.
    public var calls = 0
    public var callsByEndpoint: [String: Int] = [:]
    public var retries = 0
    /// How long the run took, in seconds.
    public var seconds = 0.0

    public init() {}

    public func count(_ outcome: RecordOutcome) -> Int { outcomes[outcome] ?? 0 }

    /// Records that were rejected or failed.
    public var problems: Int { count(.rejected) + count(.failed) }

    /// Whether Intercom never answered anything, while records failed for want of it.
    public var isUnreachable: Bool {
        count(.failed) > 0 && count(.failed) == records - count(.skipped) - count(.rejected)
            && groups.contains { $0.outcome == .failed && $0.problem.isUnanswered }
    }

    public mutating func add(_ result: RecordResult) {
        records += 1
        plan(result.changes)
        outcomes[result.outcome, default: 0] += 1
        if result.outcome == .skipped { skips[result.reason ?? "no operation", default: 0] += 1 }
        if let problem = result.problem { add(problem, of: result) }
    }

    mutating func plan(_ planned: [PlannedChange]) {
        for change in planned { changes?[change.action, default: 0] += 1 }
    }

    /// Adds records about which there is nothing more to say.
    mutating func add(_ number: Int, of outcome: RecordOutcome, reason: String? = nil) {
        guard number > 0 else { return }
        records += number
        outcomes[outcome, default: 0] += number
        if let reason { skips[reason, default: 0] += number }
    }

    private mutating func add(_ problem: RecordResult.Problem, of result: RecordResult) {
        let key = GroupKey(problem)
        if let index = groupIndex[key] {
            groups[index].count += 1
            if result.record < groups[index].record {
                groups[index].record = result.record
                groups[index].line = result.line
                groups[index].source = result.source
                groups[index].problem = problem
            }
            return
        }
        groupIndex[key] = groups.count
        groups.append(
            ProblemGroup(
                problem: problem, outcome: result.outcome, count: 1, record: result.record, line: result.line,
                source: result.source))
    }

    private struct GroupKey: Hashable, Sendable {
        let code: String
        let field: String?
        /// Only where there is no field.
        let position: String?
        let shape: String?

        init(_ problem: RecordResult.Problem) {
            code = problem.code
            field = problem.field
            position = field == nil ? problem.position : nil
            shape = field == nil ? problem.message.withoutData : nil
        }
    }

    /// The object with which `run --json` ends.
    public var json: JSONValue {
        var counts = JSONObject()
        for outcome in RecordOutcome.allCases where count(outcome) > 0 {
            counts[outcome.rawValue] = .integer(Int64(count(outcome)))
        }
        var others = JSONObject()
        for outcome in ContactOutcome.allCases {
            if let count = operations[outcome] { others[outcome.rawValue] = .integer(Int64(count)) }
        }
        var object: JSONObject = [
            "run": run.map { .string($0.description) } ?? .null,
            "records": .integer(Int64(records)), "outcomes": .object(counts), "operations": .object(others),
            "ending": .string(ending.word), "calls": .integer(Int64(calls)),
            "seconds": .number((seconds * 1000).rounded() / 1000),
            "errors": .array(
                groups.map { group in
                    var object = group.problem.json.object ?? JSONObject()
                    object["outcome"] = .string(group.outcome.rawValue)
                    object["count"] = .integer(Int64(group.count))
                    object["first_record"] = .integer(Int64(group.record))
                    object["first_line"] = .integer(Int64(group.line))
                    object["first_source"] = .string(group.source)
                    return .object(object)
                }),
        ]
        if let changes {
            object["changes"] = Self.json(of: changes)
            if leftOut > 0 { object["left_out"] = .integer(Int64(leftOut)) }
        }
        return .object(object)
    }

    /// Creations, updates and deletions always, the others where there are some.
    private static func json(of changes: [PlannedChange.Action: Int]) -> JSONValue {
        var object = JSONObject()
        for action in PlannedChange.Action.allCases {
            let count = changes[action] ?? 0
            if count > 0 || [.create, .update, .delete].contains(action) {
                object[action.rawValue] = .integer(Int64(count))
            }
        }
        return .object(object)
    }
}

extension String {
    /// The message without quoted texts and words with digits in them, as ids and numbers are: what remains is the same for
    /// records that differ in data.
    fileprivate var withoutData: String {
        var shape = ""
        var word = ""
        var isQuoted = false
        func isOfWord(_ character: Character) -> Bool {
            character.isLetter || character.isNumber || "-_".contains(character)
        }
        for character in self + " " {
            if character == "\"" { isQuoted.toggle() }
            if isQuoted { continue }
            if isOfWord(character) {
                word.append(character)
                continue
            }
            if !word.contains(where: \.isNumber) { shape += word }
            word = ""
            shape.append(character)
        }
        return shape
    }
}
