internal import Lua

/// A `describe`, or the file itself: what it is called, and what surrounds its tests.
final class TestBlock {
    let name: String?
    let parent: TestBlock?
    var before: [LuaFunction] = []
    var after: [LuaFunction] = []

    init(_ name: String?, in parent: TestBlock?) {
        self.name = name
        self.parent = parent
    }

    /// The names from the outside in.
    var path: [String] { (parent?.path ?? []) + (name.map { [$0] } ?? []) }

    /// What runs before each test in it, outermost first.
    var allBefore: [LuaFunction] { (parent?.allBefore ?? []) + before }

    /// What runs after each test in it, innermost first.
    var allAfter: [LuaFunction] { after + (parent?.allAfter ?? []) }
}

/// An `it`.
struct TestCase {
    let name: String
    let block: TestBlock
    /// Nil for a test that is still to be written.
    let body: LuaFunction?

    var path: [String] { block.path + [name] }
}
