public import JSON

/// In which order the keys of Lua tables become members of objects. Lua itself has none.
public enum KeyOrder: Sendable {
    /// By their bytes.
    case sorted
    /// As in the header of an input; others after them, sorted.
    case header(CSVHeader)
    /// As in a document, also for what is nested in it; others after them, sorted.
    case document(JSONView)

    /// The order for the value of a key.
    func inside(_ key: String) -> KeyOrder {
        guard case .document(let view) = self, let value = view[key] else { return .sorted }
        return .document(value)
    }

    /// The order for an element of an array, counted from 0.
    func inside(_ position: Int) -> KeyOrder {
        guard case .document(let view) = self, let element = view[position] else { return .sorted }
        return .document(element)
    }

    /// Brings members into the order.
    func arrange(_ members: inout [(key: String, value: JSONValue)]) {
        guard members.count > 1 else { return }
        let ranks = ranks
        members.sort { one, other in
            let first = ranks[one.key] ?? .max
            let second = ranks[other.key] ?? .max
            return first == second ? one.key.utf8.lexicographicallyPrecedes(other.key.utf8) : first < second
        }
    }

    /// The place of each known key.
    private var ranks: [String: Int] {
        switch self {
        case .sorted: [:]
        case .header(let header):
            Dictionary(zip(header.names, 0...)) { first, _ in first }
        case .document(let view):
            Dictionary(zip(view.members.map(\.key), 0...)) { first, _ in first }
        }
    }
}

extension Record {
    /// The order of the record's keys, for what a script makes of it.
    public var keyOrder: KeyOrder {
        switch payload {
        case .row(let row): .header(row.header)
        case .document(let document): .document(document.root)
        }
    }
}
