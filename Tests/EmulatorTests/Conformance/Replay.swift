import EmulatorTesting
import JSON

@testable import Emulator

/// Sends the calls of a recording to an emulator and compares the answers.
///
/// The emulator starts with what the recording's first reads show, its clock goes by the recorded `Date` headers, and
/// its search and list lag by a minute, which lies between what was recorded as old (18 s after the write) and as new
/// (120 s). Ids and leads' external ids are the emulator's own; they are mapped as they are answered.
struct Replay {
    /// A way in which a right answer differs from the recorded one.
    enum Rule: String, CaseIterable {
        case clock = "a time is up to two seconds off: the recorded write took that long until its answer was dated"
        case tagOrder = "the tags within a contact come in another order: the recorded one follows no visible rule"
        case objectIsType = "2.16: archive and delete answer `type` and `external_id` where 2.3 answers `object`"
        case newerContactFields = "2.16: a contact has fields that 2.3 does not have"
        case appliedTag = "2.16: a contact's tag says who applied it and when"
        case newerAttributeFields = "2.16: a data attribute says whether the Messenger can write it"
        case ownerIsText = "2.16: the data attribute owner_id is a string"
    }

    struct Report {
        var matched = 0
        var explained: [Rule: Int] = [:]
        var mismatches: [String] = []
    }

    let version: APIVersion
    private let core: EmulatorCore
    private var names: [(recorded: String, emulated: String)] = []
    private(set) var report = Report()

    /// - Parameters:
    ///   - attributes: the workspace's, where the recording itself does not list them.
    init(
        _ calls: [RecordedCall], version: APIVersion, attributes: JSONValue, isJanuary: Bool,
        log: AnswerLog? = AnswerLog.everywhere
    ) throws {
        self.version = version
        var configuration = EmulatorConfiguration()
        configuration.clock = .frozen(at: calls[0].date)
        configuration.defaultVersion = version
        configuration.rateLimit = 167
        configuration.log(into: log)
        configuration.searchLag = 60
        configuration.listLag = 60
        configuration.behaviour.unarchiveOfDeleted = isJanuary ? .serverError : .badRequest
        var workspace = Workspace()
        workspace.id = "l4wp0knn"
        let own = calls.first { $0.path == "/data_attributes" }?.answer["data"]
        let custom = ((own ?? attributes).array ?? []).filter { $0["custom"]?.bool == true }
        let tags = calls.first { $0.path == "/tags" }?.answer["data"] ?? []
        let contacts = calls.first { $0.path == "/contacts" && $0.method == "GET" }?.answer["data"] ?? []
        let tagged = (contacts.array ?? []).flatMap { $0["tags"]?["data"]?.array ?? [] }
        let known = Set((tags.array ?? []).compactMap { $0["id"]?.string })
        let unnamed = Set(tagged.compactMap { $0["id"]?.string }).subtracting(known).sorted()
        let unnamedTags = unnamed.map { id -> JSONValue in ["id": .string(id), "name": .string(id)] }
        _ = try workspace.seed(
            [
                "data_attributes": .array(custom), "tags": .array((tags.array ?? []) + unnamedTags),
                "contacts": contacts,
            ], now: calls[0].date)
        configuration.workspace = workspace
        core = try EmulatorCore(configuration)
    }

    mutating func run(_ calls: [RecordedCall]) {
        for call in calls { replay(call) }
    }

    private mutating func replay(_ call: RecordedCall) {
        core.advanceClock(seconds: Double(call.date - core.now))
        let request = EmulatorRequest(
            EmulatorRequest.Method(name: call.method), emulated(call.target), version: version.description,
            body: call.request.flatMap { $0.isNull ? nil : emulated($0) })
        let answer = core.handle(request)
        learn(from: call, answer)
        var comparison = Comparison(version: version)
        comparison.compare(answer, call, wanted: emulated(call.answer))
        if comparison.differences.isEmpty {
            report.matched += 1
            for rule in comparison.rules { report.explained[rule, default: 0] += 1 }
        } else {
            report.mismatches.append(
                "line \(call.line), \(call.name): " + comparison.differences.joined(separator: "; "))
        }
    }

    /// Takes the id of a new contact, and the external id that a lead is given, for the recorded ones.
    private mutating func learn(from call: RecordedCall, _ answer: EmulatorAnswer) {
        guard call.name == "POST /contacts", call.status == 200, answer.status == 200 else { return }
        for key in ["id", "external_id"] {
            if let recorded = call.answer[key]?.string, let own = answer.value?[key]?.string, recorded != own {
                names.append((recorded, own))
            }
        }
    }

    private func emulated(_ text: String) -> String {
        names.reduce(text) { $0.replacing($1.recorded, with: $1.emulated) }
    }

    private func emulated(_ value: JSONValue) -> JSONValue {
        (try? JSONValue(parsing: emulated(value.text))) ?? value
    }
}
