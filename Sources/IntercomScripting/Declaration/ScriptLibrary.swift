public import Lua

/// Everything that scripts find beside Lua's own libraries: the one source of what is installed, explained at the prompt,
/// completed, checked, typed for editors, and written into the reference and the manual page.
public struct ScriptLibrary: Sendable {
    public var modules: [ModuleDeclaration]
    /// Functions that belong to no module.
    public var globals: [FunctionDeclaration]
    /// Types that belong to no module.
    public var types: [TypeDeclaration]

    public init(modules: [ModuleDeclaration], globals: [FunctionDeclaration] = [], types: [TypeDeclaration] = []) {
        self.modules = modules
        self.globals = globals
        self.types = types
    }

    /// What `run`, `map` and `repl` give every script.
    public static let standard = ScriptLibrary(
        modules: ModuleDeclaration.all, globals: [.parallel], types: [.script, .scriptOptions, .recordContext])

    public func module(_ name: some StringProtocol) -> ModuleDeclaration? { modules.first { $0.name == name } }

    /// The function of a path: `["text", "trim"]`, `["parallel"]`.
    public func function(_ path: [String]) -> FunctionDeclaration? {
        switch path.count {
        case 1: globals.first { $0.name == path[0] }
        case 2: module(path[0])?.functions.first { $0.name == path[1] }
        default: nil
        }
    }

    public func type(_ name: some StringProtocol) -> TypeDeclaration? {
        types.first { $0.name == name } ?? modules.lazy.flatMap(\.types).first { $0.name == name }
    }

    /// This library with more in it.
    public func adding(_ other: ScriptLibrary) -> ScriptLibrary {
        ScriptLibrary(
            modules: modules + other.modules, globals: globals + other.globals, types: types + other.types)
    }
}

extension LuaState {
    /// Gives scripts all modules and functions of a library.
    public func install(_ library: ScriptLibrary, services: ScriptServices) throws(LuaError) {
        for module in library.modules { try install(module, services: services) }
        for function in library.globals { try set(function.name, function.hostFunction(services)) }
    }
}
