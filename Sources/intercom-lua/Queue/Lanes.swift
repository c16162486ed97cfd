import LuaSyntax
import Records
import ScriptCheck

/// Which records are carried out in their order: those of one lane, of which one worker at a time has any.
enum Lanes {
    /// Those with the same value of a field, and those that have none.
    case by(String)
    /// All of them, since nobody knows better.
    case one
    /// None.
    case unordered

    /// Enough for any number of workers, and few enough to count.
    static let count = 256

    /// By the field that a script matches contacts by.
    init(matchedBy script: [UInt8]) {
        self = ScriptChecker.matchingField(in: SourceText(script)).map(Lanes.by) ?? .one
    }

    func lane(of record: RecordItem) -> Int {
        switch self {
        case .by(let field):
            if case .record(let record) = record, record[field] == nil { return 0 }
            return RecordShard.place(of: record, among: Self.count, by: field)
        case .one: return 0
        case .unordered: return RecordShard.place(of: record, among: Self.count, by: nil)
        }
    }

    /// As a person is told, without a full stop.
    var text: String {
        switch self {
        case .by(let field): "Records with the same \(field) are carried out in their order"
        case .one:
            "By which field the script matches contacts its text does not say: one worker at a time takes all records; "
                + "--order-by FIELD lets several"
        case .unordered: "Records are carried out in any order"
        }
    }
}
