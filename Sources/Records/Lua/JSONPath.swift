internal import JSON

/// The way from a value to one nested in it.
struct JSONPath {
    private enum Step {
        case key(String)
        /// The place in an array, from 0.
        case position(Int)
    }

    private var steps: [Step] = []

    var count: Int { steps.count }

    mutating func enter(_ key: String) { steps.append(.key(key)) }
    mutating func enter(_ position: Int) { steps.append(.position(position)) }
    mutating func leave() { steps.removeLast() }
    mutating func keep(first count: Int) { steps.removeLast(max(0, steps.count - count)) }

    /// The steps as Lua would write them behind a table: `tags`, `[2]`, `["first name"]`.
    var parts: [String] {
        steps.map { step in
            switch step {
            case .key(let key): Self.isName(key) ? key : "[\"\(key)\"]"
            case .position(let position): "[\(position + 1)]"
            }
        }
    }

    private static func isName(_ key: String) -> Bool {
        !key.isEmpty
            && key.utf8.enumerated().allSatisfy { position, byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
                case UInt8(ascii: "_"): true
                case UInt8(ascii: "0")...UInt8(ascii: "9"): position > 0
                default: false
                }
            }
    }

    fileprivate func replace(in value: inout JSONValue, from step: Int, with replacement: JSONValue) {
        guard step < steps.count else {
            value = replacement
            return
        }
        switch (steps[step], value) {
        case (.key(let key), .object(var object)):
            value = .null
            guard var member = object.removeInPlace(key) else { return }
            replace(in: &member, from: step + 1, with: replacement)
            object[key] = member
            value = .object(object)
        case (.position(let position), .array(var array)) where array.indices.contains(position):
            value = .null
            replace(in: &array[position], from: step + 1, with: replacement)
            value = .array(array)
        default: return
        }
    }
}

extension JSONValue {
    /// Puts another value where a path leads to.
    mutating func replace(at path: JSONPath, with replacement: JSONValue) {
        path.replace(in: &self, from: 0, with: replacement)
    }
}

extension JSONObject {
    /// Takes a member's value out and leaves null in its place, so that it can be changed without being copied.
    fileprivate mutating func removeInPlace(_ key: String) -> JSONValue? {
        guard let value = self[key] else { return nil }
        self[key] = .null
        return value
    }
}
