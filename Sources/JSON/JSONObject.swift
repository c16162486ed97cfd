/// The members of a JSON object, in the order in which their keys first came.
///
/// Lookups compare keys one after another while there are few, which is what records and API answers have, and use
/// a hash table beyond `indexThreshold`. Equality and hash do not depend on the order.
///
/// Two keys are the same when their bytes are, as in JSON, and unlike two `String`s, which are also equal when they
/// only look the same (`é` as one code point and as two).
public struct JSONObject: Sendable {
    /// Up to this many members are searched one by one.
    static let indexThreshold = 16

    struct Member: Sendable {
        let key: String
        var value: JSONValue
    }

    var members: [Member] = []
    /// Position of each key; nil while a search one by one is cheaper.
    private var positions: [KeyBytes: Int]?

    public init() {}

    public var count: Int { members.count }
    public var isEmpty: Bool { members.isEmpty }

    /// The keys in order.
    public var keys: some RandomAccessCollection<String> & Sendable { members.map(\.key) }

    public mutating func reserveCapacity(_ capacity: Int) { members.reserveCapacity(capacity) }

    /// The value of a member. Setting keeps the place of a key that is there and appends one that is not; setting nil
    /// removes the member (JSON's null is `.null`).
    public subscript(key: String) -> JSONValue? {
        get {
            guard let position = position(of: key) else { return nil }
            return members[position].value
        }
        set {
            guard let newValue else {
                removeValue(forKey: key)
                return
            }
            if let position = position(of: key) {
                members[position].value = newValue
            } else {
                append(newValue, forNewKey: key)
            }
        }
    }

    /// Removes a member and closes the gap; the cost grows with the number of members after it.
    @discardableResult
    public mutating func removeValue(forKey key: String) -> JSONValue? {
        guard let position = position(of: key) else { return nil }
        let removed = members.remove(at: position)
        positions = nil
        if members.count > Self.indexThreshold { buildIndex() }
        return removed.value
    }

    /// Appends a member whose key is known not to be there yet.
    private mutating func append(_ value: JSONValue, forNewKey key: String) {
        members.append(Member(key: key, value: value))
        if positions != nil {
            positions?[KeyBytes(key)] = members.count - 1
        } else if members.count > Self.indexThreshold {
            buildIndex()
        }
    }

    private mutating func buildIndex() {
        var index = [KeyBytes: Int](minimumCapacity: members.capacity)
        for (position, member) in members.enumerated() { index[KeyBytes(member.key)] = position }
        positions = index
    }

    private func position(of key: String) -> Int? {
        if let positions { return positions[KeyBytes(key)] }
        for position in members.indices where KeyBytes.areSame(members[position].key, key) { return position }
        return nil
    }
}

/// A key that is hashed and compared byte by byte.
private struct KeyBytes: Hashable, Sendable {
    let key: String

    init(_ key: String) { self.key = key }

    static func == (left: KeyBytes, right: KeyBytes) -> Bool { areSame(left.key, right.key) }

    /// `==` on strings first: it is quick on those that differ, and on those that are the same in memory.
    static func areSame(_ left: String, _ right: String) -> Bool {
        left == right && left.utf8.count == right.utf8.count && left.utf8.elementsEqual(right.utf8)
    }

    func hash(into hasher: inout Hasher) {
        var key = key
        key.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}
