internal import IntercomScripting
internal import Records

/// The input as the `input` module has it in a transform: named, and all for `each`.
final class TransformInput: ScriptInput {
    let sources: [String]

    init(_ inputs: [RecordInput]) { sources = inputs.map(\.name) }

    func next() throws(RecordsError) -> RecordItem? {
        throw RecordsError(
            .unreadable, source: sources.first ?? "input",
            message: "the records go to each, none are left for input",
            advice: "let each collect them, and finish work on them")
    }
}
