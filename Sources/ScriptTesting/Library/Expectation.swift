internal import IntercomScripting
internal import Lua

/// What `expect(value)` gives: its methods say what is expected of the value.
final class Expectation: LuaObject {
    let value: LuaValue
    /// Whether the opposite is expected.
    let isNegated: Bool
    /// Runs functions that are expected to raise.
    let file: TestFile

    init(_ value: LuaValue, of file: TestFile, isNegated: Bool = false) {
        self.value = value
        self.file = file
        self.isNegated = isNegated
    }

    static let luaClass = LuaClass(
        "expectation", methods: methods.map { $0.function() },
        metamethods: [
            LuaHostFunction("__index") { call in
                let expectation = try call.argument(1, as: Expectation.self)
                guard call[2].string == "never" else {
                    let name = call[2].string ?? call[2].typeName
                    throw LuaError(.runtime, "an expectation has no \"\(name)\"; it has never, \(known)")
                }
                call.return(
                    Expectation(expectation.value, of: expectation.file, isNegated: !expectation.isNegated))
            }
        ])

    static let declaration = TypeDeclaration(
        "expectation", "What `expect(value)` gives. Each method gives it back, so that they can follow each other.",
        .fields(
            [ParameterDeclaration("never", "expectation", "The same, expecting the opposite.")] + methods.map(\.field)))

    private static var known: String { methods.map(\.name).joined(separator: ", ") }

    private static let methods: [MethodDeclaration] = comparisons + kinds + [raises]

    /// A method that compares with what the test says.
    static func comparing(
        _ name: String, _ type: String, _ summary: String,
        _ check: @escaping @Sendable (ValueTree, inout LuaCall) throws -> Verdict
    ) -> MethodDeclaration {
        MethodDeclaration(name, "fun(self: expectation\(type)): expectation", summary) { call in
            let expectation = try call.argument(1, as: Expectation.self)
            let verdict = try check(try ValueTree.read(expectation.value, in: call.state), &call)
            try expectation.settle(verdict)
            call.return(expectation)
        }
    }

    /// Raises where what is so is not what was expected.
    func settle(_ verdict: Verdict) throws(ExpectationFailure) {
        if verdict.holds == isNegated {
            throw ExpectationFailure(description: isNegated ? verdict.whenNegated : verdict.whenFalse)
        }
    }

    private static let raises = MethodDeclaration.waiting(
        "raises", "fun(self: expectation, what?: string|table): expectation",
        "A function that raises an error: any, one with this text in it, or one with these fields (`{ code = \"not_found\" }`)."
    ) { call in
        let expectation = try call.argument(1, as: Expectation.self)
        guard case .function(let function) = expectation.value else {
            throw LuaError(.runtime, "raises is for a function: expect(function() … end):raises()")
        }
        let wanted = call[2].isNil ? nil : try ValueTree.read(try call[2].read(as: LuaValue.self), in: call.state)
        let (file, state) = (expectation.file, call.state)
        return LuaPendingOperation(
            { await file.call(function) },
            finish: { (result: Result<[LuaValue], LuaError>) in
                try expectation.settle(try Verdict(raising: result, wanted, in: state))
                return expectation
            })
    }
}

/// Whether something is so, and what to say where that was not expected.
struct Verdict {
    var holds: Bool
    var whenFalse: String
    var whenNegated: String
}

/// An expectation that was not met.
struct ExpectationFailure: Error, CustomStringConvertible {
    var description: String
}
