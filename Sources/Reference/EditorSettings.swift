public import JSON

/// The `.luarc.json` by which LuaLS finds the definitions.
public enum EditorSettings {
    /// What a new file says.
    ///
    /// - Parameter folder: where the definitions are, as seen from the file.
    public static func new(definitions folder: String) -> JSONValue {
        [
            "$schema": "https://raw.githubusercontent.com/LuaLS/vscode-lua/master/setting/schema.json",
            "runtime.version": "Lua 5.4",
            // What the sandbox does not have.
            "runtime.builtin": [
                "debug": "disable", "io": "disable", "package": "disable", "jit": "disable", "ffi": "disable",
                "bit": "disable", "bit32": "disable",
            ],
            "workspace.library": [.string(folder)],
        ]
    }

    /// An existing file with the definitions among its libraries; nil where they are there already.
    public static func adding(definitions folder: String, to settings: JSONObject) -> JSONValue? {
        var settings = settings
        let key = settings["Lua.workspace.library"] == nil ? "workspace.library" : "Lua.workspace.library"
        let libraries = settings[key]?.array ?? []
        if libraries.contains(.string(folder)) { return nil }
        settings[key] = .array(libraries + [.string(folder)])
        return .object(settings)
    }
}
