extension JSONView {
    /// Elements of an array or members of an object (a key that occurs twice counted twice); 0 for other values.
    public var count: Int { withPlace { $0.count } }

    /// The elements of an array in order; empty for other values.
    public var elements: Elements { Elements(document: document, places: withPlace { $0.elements }) }

    /// The members of an object in order, each as it stands in the text, so that a key may come twice; empty for other
    /// values.
    public var members: Members { Members(document: document, places: withPlace { $0.members }) }

    /// The member of an object, the last one where the key occurs twice; nil where there is none or where this is no
    /// object. Costs a pass over the members, not over what is nested in them.
    public subscript(key: String) -> JSONView? {
        withPlace { $0[key].map { JSONView(document: document, index: $0.index) } }
    }

    /// The element of an array; nil out of its range or where this is no array. Costs a pass over the elements before.
    public subscript(position: Int) -> JSONView? {
        guard kind == .array, position >= 0 else { return nil }
        return elements.dropFirst(position).first { _ in true }
    }

    public struct Elements: Sequence, IteratorProtocol, Sendable {
        fileprivate let document: JSONDocument
        // Points into the document, which nobody writes to.
        fileprivate nonisolated(unsafe) var places: JSONPlace.Elements

        public mutating func next() -> JSONView? {
            places.next().map { JSONView(document: document, index: $0.index) }
        }
    }

    /// A member of an object; its key is a view on a string, so that nobody pays for a `String` who needs none.
    public struct Member: Sendable {
        public let keyView: JSONView
        public let value: JSONView
        public var key: String { keyView.string ?? "" }
    }

    public struct Members: Sequence, IteratorProtocol, Sendable {
        fileprivate let document: JSONDocument
        // Points into the document, which nobody writes to.
        fileprivate nonisolated(unsafe) var places: JSONPlace.Members

        public mutating func next() -> Member? {
            places.next().map {
                Member(
                    keyView: JSONView(document: document, index: $0.key.index),
                    value: JSONView(document: document, index: $0.value.index))
            }
        }
    }
}
