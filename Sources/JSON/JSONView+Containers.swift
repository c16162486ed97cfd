extension JSONView {
    /// Elements of an array or members of an object (a key that occurs twice counted twice); 0 for other values.
    public var count: Int {
        guard tag == Tag.array || tag == Tag.object else { return 0 }
        let count = Int(word >> 32 & 0xFF_FFFF)
        guard count == 0xFF_FFFF else { return count }
        return tag == Tag.array
            ? elements.reduce(0) { count, _ in count + 1 } : members.reduce(0) { count, _ in count + 1 }
    }

    /// The elements of an array in order; empty for other values.
    public var elements: Elements { Elements(container: self, isArray: tag == Tag.array) }

    /// The members of an object in order, each as it stands in the text, so that a key may come twice; empty for other
    /// values.
    public var members: Members { Members(container: self, isObject: tag == Tag.object) }

    /// The member of an object, the last one where the key occurs twice; nil where there is none or where this is no
    /// object. Costs a pass over the members, not over what is nested in them.
    public subscript(key: String) -> JSONView? {
        guard tag == Tag.object else { return nil }
        var key = key
        return key.withUTF8 { wanted in
            var found: JSONView?
            var position = index + 1
            let end = nextIndex - 1
            while position < end {
                let value = JSONView(document: document, index: position + 1)
                if JSONView(document: document, index: position).isString(equalTo: wanted) { found = value }
                position = value.nextIndex
            }
            return found
        }
    }

    private func isString(equalTo wanted: UnsafeBufferPointer<UInt8>) -> Bool {
        let bytes = stringBytes
        return bytes.count == wanted.count && bytes.elementsEqual(wanted)
    }

    /// The element of an array; nil out of its range or where this is no array. Costs a pass over the elements before.
    public subscript(position: Int) -> JSONView? {
        guard tag == Tag.array, position >= 0 else { return nil }
        return elements.dropFirst(position).first { _ in true }
    }

    public struct Elements: Sequence, IteratorProtocol, Sendable {
        private let document: JSONDocument
        private var position: Int
        private let end: Int

        init(container: JSONView, isArray: Bool) {
            document = container.document
            position = container.index + 1
            end = isArray ? container.nextIndex - 1 : position
        }

        public mutating func next() -> JSONView? {
            guard position < end else { return nil }
            let element = JSONView(document: document, index: position)
            position = element.nextIndex
            return element
        }
    }

    /// A member of an object; its key is a view on a string, so that nobody pays for a `String` who needs none.
    public struct Member: Sendable {
        public let keyView: JSONView
        public let value: JSONView
        public var key: String { String(decoding: keyView.stringBytes, as: UTF8.self) }
    }

    public struct Members: Sequence, IteratorProtocol, Sendable {
        private let document: JSONDocument
        private var position: Int
        private let end: Int

        init(container: JSONView, isObject: Bool) {
            document = container.document
            position = container.index + 1
            end = isObject ? container.nextIndex - 1 : position
        }

        public mutating func next() -> Member? {
            guard position < end else { return nil }
            let key = JSONView(document: document, index: position)
            let value = JSONView(document: document, index: position + 1)
            position = value.nextIndex
            return Member(keyView: key, value: value)
        }
    }
}
