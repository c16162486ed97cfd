internal import Glibc

extension JSONPlace {
    /// Elements of an array or members of an object (a key that occurs twice counted twice); 0 for other values.
    public var count: Int {
        guard tag == Tag.array || tag == Tag.object else { return 0 }
        let count = Int(word >> 32 & 0xFF_FFFF)
        guard count == 0xFF_FFFF else { return count }
        return tag == Tag.array
            ? elements.reduce(0) { count, _ in count + 1 } : members.reduce(0) { count, _ in count + 1 }
    }

    /// The elements of an array in order; empty for other values.
    public var elements: Elements { Elements(of: self, if: tag == Tag.array) }

    /// The members of an object in order, each as it stands in the text, so that a key may come twice; empty for other
    /// values.
    public var members: Members { Members(words: Elements(of: self, if: tag == Tag.object)) }

    /// The member of an object, the last one where the key occurs twice; nil where there is none or where this is no
    /// object. Costs a pass over the members, not over what is nested in them.
    public subscript(key: String) -> JSONPlace? {
        var key = key
        return key.withUTF8 { wanted in
            var found: JSONPlace?
            for member in members where member.key.isString(equalTo: wanted) { found = member.value }
            return found
        }
    }

    private func isString(equalTo wanted: UnsafeBufferPointer<UInt8>) -> Bool {
        let bytes = stringBytes
        guard bytes.count == wanted.count, let one = bytes.baseAddress, let other = wanted.baseAddress else {
            return bytes.count == wanted.count
        }
        return memcmp(one, other, bytes.count) == 0
    }

    public struct Elements: Sequence, IteratorProtocol {
        private let container: JSONPlace
        private var position: Int
        private let end: Int

        /// What stands in a container one after the other: of an object its keys and its values.
        fileprivate init(of container: JSONPlace, if isWanted: Bool) {
            self.container = container
            position = container.index + 1
            end = isWanted ? container.nextIndex - 1 : position
        }

        public mutating func next() -> JSONPlace? {
            guard position < end else { return nil }
            let element = container.at(position)
            position = element.nextIndex
            return element
        }
    }

    /// A member of an object; its key is a string.
    public struct Member {
        public let key: JSONPlace
        public let value: JSONPlace
    }

    public struct Members: Sequence, IteratorProtocol {
        fileprivate var words: Elements

        public mutating func next() -> Member? {
            guard let key = words.next(), let value = words.next() else { return nil }
            return Member(key: key, value: value)
        }
    }
}
