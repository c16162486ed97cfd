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
}
