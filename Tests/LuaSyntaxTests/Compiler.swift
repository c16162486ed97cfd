import Foundation
import Lua
import LuaSyntax

/// Lua's own compiler, and this project's parser beside it.
final class Compiler: Sendable {
    private let executor = LuaExecutor(name: "compiler")

    /// What Lua's compiler says of each source: its message, nil where it takes it.
    func verdicts(_ sources: [[UInt8]]) throws -> [String?] {
        try executor.sync { [executor] in
            let lua = try LuaState(executor: executor, configuration: .trusted)
            return sources.map { source -> String? in
                do {
                    _ = try lua.load(bytes: source, name: "=source")
                    return nil
                } catch {
                    return "\(error)"
                }
            }
        }
    }

    /// What the parser says; nil where it takes it.
    static func complaint(_ source: [UInt8]) -> SyntaxError? {
        do {
            _ = try Parser.parse(SourceText(source))
            return nil
        } catch {
            return error
        }
    }
}

/// Lua that people wrote: of this project, and of its tests.
enum Corpus {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    static let sources: [(name: String, bytes: [UInt8])] = {
        var sources: [(name: String, bytes: [UInt8])] = []
        for folder in ["scripts/examples", "Tests/LuaTests/Differential", "Tests/IntercomScriptingTests/Lua"] {
            let url = root.appendingPathComponent(folder)
            for name in ((try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []).sorted()
            where name.hasSuffix(".lua") {
                guard let data = try? Data(contentsOf: url.appendingPathComponent(name)) else { continue }
                sources.append((folder + "/" + name, [UInt8](data)))
            }
        }
        for path in ["Tests/LuaTests/Fixtures/hostile.tsv", "../shared/lua/hostile.tsv"] {
            let text = (try? String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)) ?? ""
            for line in text.split(separator: "\n") {
                let parts = line.split(separator: "\t", maxSplits: 1)
                if parts.count == 2 { sources.append((path + " " + parts[0], Array(parts[1].utf8))) }
            }
        }
        return sources
    }()

    /// The official test suite of Lua 5.4: `INTERCOM_LUA_SUITE` names its folder.
    static let officialSuite: [(name: String, bytes: [UInt8])] = {
        guard let path = ProcessInfo.processInfo.environment["INTERCOM_LUA_SUITE"] else { return [] }
        let url = URL(fileURLWithPath: path)
        return ((try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []).sorted()
            .filter { $0.hasSuffix(".lua") }
            .compactMap { name in
                (try? Data(contentsOf: url.appendingPathComponent(name))).map { data in
                    let bytes = [UInt8](data)
                    return (name, bytes.first == UInt8(ascii: "#") ? Array(bytes.drop { $0 != 10 }) : bytes)
                }
            }
    }()
}
