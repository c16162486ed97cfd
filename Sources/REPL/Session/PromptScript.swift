internal import Lua
internal import Runner

/// A script that was loaded at the prompt.
struct PromptScript {
    var path: String
    /// What it returned.
    var functions: LoadedScript
    /// What `setup` returned, once it was called.
    var state: LuaValue?
}
