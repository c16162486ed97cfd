internal import Foundation
internal import Lua

/// A path as a test file gives it: seen from its folder, and within that or the folder in which the tests were started, so
/// that the sandbox has no hole here.
struct TestPath {
    let path: String

    init(_ name: String, from folder: String) throws(LuaError) {
        path = name.hasPrefix("/") ? name : folder == "." ? name : folder + "/" + name
        let real = URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL.path
        let allowed = [folder, FileManager.default.currentDirectoryPath].map {
            URL(fileURLWithPath: $0).resolvingSymlinksInPath().standardizedFileURL.path
        }
        guard allowed.contains(where: { real.hasPrefix($0 == "/" ? "/" : $0 + "/") }) else {
            throw LuaError(.runtime, "\"\(name)\" is outside of the folder in which the tests were started")
        }
    }
}
