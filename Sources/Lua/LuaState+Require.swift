import CLuaBridge
import Glibc

extension LuaState {
    /// Gives scripts a `require` that finds what the host provides, the standard libraries, and `.lua` text files in the
    /// configuration's folder; nothing outside of it.
    ///
    /// As in Lua a module sees the globals of whoever requires it, and is loaded once: a script with an environment of its own
    /// (see ``makeEnvironment()``) has modules of its own, so that nothing they change reaches other scripts.
    func installRequire() throws(LuaError) {
        let folder = configuration.modules
        let find = LuaHostFunction("require") { call in
            let name = try call.argument(1, as: String.self)
            do throws(LuaError) {
                let module = try Self.module(name, in: folder)
                call.return(LuaBytes(module.text), module.path)
            } catch {
                call.return(LuaValue.nil, error.message)
            }
        }
        let guarded = StackGuard(stack, room: 4)
        try room(guarded.hasRoom)
        try push(find)
        try check(lb_install_require(bridge, stack))
    }

    /// Makes `value` what `require(name)` gives, where no module of that name was loaded before.
    public func provide(module name: String, _ value: some LuaPushable) throws(LuaError) {
        let guarded = StackGuard(stack, room: 4)
        try room(guarded.hasRoom)
        try push(value)
        var name = name
        try check(
            name.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) { lb_provide(bridge, stack, $0.baseAddress, $0.count) }
            })
    }

    private static func module(
        _ name: String, in folder: String?
    ) throws(LuaError) -> (text: [UInt8], path: String) {
        guard let folder else { throw LuaError(.runtime, "module '\(name)' not found") }
        let path = try modulePath(name, in: folder)
        guard let bytes = contents(of: path) else {
            throw LuaError(.runtime, "module '\(name)' not found:\n\tno file '\(path)'")
        }
        return (withoutShebang(bytes), path)
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
