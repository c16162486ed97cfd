public import Intercom
public import IntercomScripting
public import LuaSyntax

/// Finds what is wrong with a script without running it.
///
/// What it says is certain as far as the script itself goes: names come from what scripts find, arguments are judged only
/// where they are literal in the code.
public struct ScriptChecker: Sendable {
    /// What scripts find beside Lua's own libraries.
    public var library: ScriptLibrary
    /// The custom attributes of the workspace; nil where they are not known, so that every name passes.
    public var attributes: [DataAttribute]?
    /// The fields of the records; nil where they are not known.
    public var recordFields: Set<String>?
    /// Global names that modules of the script define.
    public var foreignGlobals: Set<String> = []

    public init(_ library: ScriptLibrary = .standard) { self.library = library }

    /// What is wrong, in the order of the source; at most one complaint where it is no Lua at all.
    public func check(_ source: SourceText) -> [Diagnostic] {
        let chunk: Chunk
        do throws(SyntaxError) { chunk = try Parser.parse(source) } catch {
            // What is only too long for this parser, Lua itself may take.
            if error.isTooDeep { return [] }
            return [
                Diagnostic(
                    code: .syntax, message: error.message, start: source.position(of: error.range.start),
                    end: source.position(of: error.range.end))
            ]
        }
        let walk = ScriptWalk(self, source, chunk)
        walk.run()
        return walk.diagnostics.sorted { ($0.start, $0.message) < ($1.start, $1.message) }
    }

    /// The names of the global variables that a source defines, and of the modules that it requires; for ``foreignGlobals``.
    public static func definitions(in source: SourceText) -> (globals: Set<String>, modules: [String]) {
        guard let chunk = try? Parser.parse(source) else { return ([], []) }
        let names = NameCollector(chunk)
        return (names.assignedGlobals, names.requiredModules)
    }
}
