internal import Intercom
internal import IntercomScripting
internal import LuaSyntax

/// One walk through a script, collecting what is wrong with it.
final class ScriptWalk {
    let checker: ScriptChecker
    let source: SourceText
    let chunk: Chunk
    let names: NameCollector
    private(set) var diagnostics: [Diagnostic] = []
    /// What is known of the value of a local variable that is never given another one.
    var values: [ObjectIdentifier: KnownValue] = [:]
    /// How many functions are around what is being looked at.
    var functionDepth = 0

    /// What is known of a value without running anything.
    enum KnownValue {
        /// What a path of global names leads to: `text.trim`.
        case path([String])
        /// A table of a declared type: `intercom.contact`.
        case typed(TypeDeclaration)
        /// A record of the input.
        case record
        /// A function that stands in the code.
        case function(FunctionExpression)
    }

    init(_ checker: ScriptChecker, _ source: SourceText, _ chunk: Chunk) {
        self.checker = checker
        self.source = source
        self.chunk = chunk
        names = NameCollector(chunk)
    }

    func run() {
        noteFunctions(chunk.body)
        noteScript()
        visit(chunk.body)
        checkLocals()
    }

    func report(_ code: Diagnostic.Code, _ message: String, _ advice: String? = nil, at range: SourceRange) {
        diagnostics.append(
            Diagnostic(
                code: code, message: message, advice: advice, start: source.position(of: range.start),
                end: source.position(of: range.end)))
    }

    /// "Did you mean …?", where a name is near.
    static func suggestion(_ name: String, among names: some Sequence<String>, quoted: Bool = false) -> String? {
        Nearest.name(to: name, among: names).map { quoted ? "Did you mean \"\($0)\"?" : "Did you mean \($0)?" }
    }

    // MARK: What is known of values

    /// The path of names that an expression is, through local variables that stand for one.
    func path(of expression: Expression) -> [String]? {
        switch expression {
        case .global(let name): return [name.text]
        case .local(let variable, _):
            if case .path(let path) = values[ObjectIdentifier(variable)] { return path }
            return nil
        case .index(let base, let key, _, _):
            guard let path = path(of: base), case .string(let bytes, _) = key else { return nil }
            return path + [String(decoding: bytes, as: UTF8.self)]
        case .parenthesized(let inner, _): return self.path(of: inner)
        default: return nil
        }
    }

    /// The declaration of what is called, unless the script has given its module or name another value.
    func declaration(_ path: [String]) -> FunctionDeclaration? {
        guard let first = path.first, !names.assignedGlobals.contains(first),
            !names.assignedFields.contains(path.joined(separator: "."))
        else { return nil }
        return checker.library.function(path)
    }

    func knownValue(of expression: Expression) -> KnownValue? {
        switch expression {
        case .local(let variable, _): return values[ObjectIdentifier(variable)]
        case .function(let function): return .function(function)
        case .parenthesized(let inner, _): return knownValue(of: inner)
        case .call(let call): return resultTypes(of: call).first ?? nil
        default: return path(of: expression).map { .path($0) }
        }
    }

    /// What is known of the results of a call.
    func resultTypes(of call: Expression.Call) -> [KnownValue?] {
        guard call.method == nil, let path = path(of: call.callee) else { return [] }
        if path == ["require"], case .string(let bytes, _)? = call.arguments.first {
            let name = String(decoding: bytes, as: UTF8.self)
            return [checker.library.module(name) == nil ? nil : .path([name])]
        }
        guard let function = declaration(path) else { return [] }
        return function.results.map { result in
            DeclaredType(result.type)?.references.first.flatMap { reference in
                result.requiredType == reference ? checker.library.type(reference).map { .typed($0) } : nil
            }
        }
    }
}
