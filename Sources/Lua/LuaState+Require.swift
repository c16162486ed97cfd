import Glibc

extension LuaState {
    /// Gives scripts a `require` that finds `.lua` text files in the configuration's folder, and nothing outside of it.
    func installRequire() throws(LuaError) {
        try set(
            "require",
            LuaHostFunction("require") { call in
                let name = try call.argument(1, as: String.self)
                call.return(try call.state.require(name))
            })
    }

    /// Makes `value` what `require(name)` returns.
    public func provide(module name: String, _ value: LuaValue) { loadedModules[name] = value }

    private func require(_ name: String) throws -> LuaValue {
        if let loaded = loadedModules[name] { return loaded }
        guard let folder = configuration.modules else {
            throw LuaError(.runtime, "module '\(name)' not found")
        }
        let path = try Self.modulePath(name, in: folder)
        guard let bytes = Self.contents(of: path) else {
            throw LuaError(.runtime, "module '\(name)' not found:\n\tno file '\(path)'")
        }
        let chunk = try load(bytes: Self.withoutShebang(bytes), name: "@" + path)
        let result = try call(chunk, name, path).first ?? .nil
        let module: LuaValue = if case .nil = result { .boolean(true) } else { result }
        loadedModules[name] = module
        return module
    }

    /// The file of a module: dots are folders. The real path must lie in the real folder, so a symbolic link cannot lead out.
    private static func modulePath(_ name: String, in folder: String) throws(LuaError) -> String {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        let isPlain = parts.allSatisfy { part in
            !part.isEmpty && part.utf8.allSatisfy { $0 != UInt8(ascii: "/") && $0 != 0 && $0 != UInt8(ascii: "\\") }
        }
        guard isPlain else { throw LuaError(.runtime, "invalid module name '\(name)'") }
        let path = folder + "/" + parts.joined(separator: "/") + ".lua"
        guard let real = realPath(path) else { return path }
        guard let base = realPath(folder), real.hasPrefix(base == "/" ? base : base + "/") else {
            throw LuaError(.runtime, "module '\(name)' is outside of the script's folder: '\(path)' leads to '\(real)'")
        }
        return path
    }

    private static func realPath(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    private static func contents(of path: String) -> [UInt8]? {
        guard let file = fopen(path, "rb") else { return nil }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = fread(&piece, 1, piece.count, file)
            if count == 0 { return ferror(file) == 0 ? bytes : nil }
            bytes += piece[..<count]
        }
    }

    /// A first line that begins with # is not Lua's.
    private static func withoutShebang(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.first == UInt8(ascii: "#") else { return bytes }
        return Array(bytes.drop { $0 != UInt8(ascii: "\n") })
    }
}
