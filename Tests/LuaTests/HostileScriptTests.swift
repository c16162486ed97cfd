import Foundation
import Lua
import Testing

/// Scripts that attack their host: each must end, by itself or with an error, and the state must stay usable.
@Suite(.serialized, .timeLimit(.minutes(5))) struct HostileScriptTests {
    struct Attack: Sendable, CustomTestStringConvertible {
        var name: String
        var source: String
        var testDescription: String { name }
    }

    /// The project's own attacks, a family each with variations.
    static let own: [Attack] = {
        guard let url = Bundle.module.url(forResource: "hostile", withExtension: "tsv", subdirectory: "Fixtures") else {
            return []
        }
        return read(url)
    }()

    /// Attacks kept beside the project; none where that folder is absent.
    static let shared: [Attack] = {
        let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let folder =
            ProcessInfo.processInfo.environment["INTERCOM_LUA_SHARED"].map { URL(fileURLWithPath: $0) }
            ?? package.deletingLastPathComponent().appendingPathComponent("shared")
        return read(folder.appendingPathComponent("lua/hostile.tsv"))
    }()

    private static func read(_ url: URL) -> [Attack] {
        guard let text = try? String(contentsOf: url, encoding: .utf8) else { return [] }
        return text.split(separator: "\n").compactMap { line in
            let parts = line.split(separator: "\t", maxSplits: 1)
            return parts.count == 2 ? Attack(name: String(parts[0]), source: String(parts[1])) : nil
        }
    }

    @Test(arguments: own) func isContained(_ attack: Attack) async throws { try await contain(attack) }

    @Test(.enabled(if: !shared.isEmpty, "the folder of hostile scripts is not beside the project"), arguments: shared)
    func isContainedToo(_ attack: Attack) async throws { try await contain(attack) }

    /// Runs an attack with a limit of 64 MB and a second, all in one process.
    private func contain(_ attack: Attack) async throws {
        let configuration = LuaConfiguration(memoryLimit: 64 << 20, timeLimit: .seconds(1), outputLimit: 1 << 20)
        let report = try await onLuaThread { executor in
            let lua = try LuaState(executor: executor, configuration: configuration)
            lua.output = { _ in }
            let began = ContinuousClock.now
            var ending = "returned"
            do {
                let environment = try lua.makeEnvironment()
                _ = try lua.call(try lua.load(attack.source, name: "=attack", environment: environment))
            } catch let error as LuaError {
                ending = "\(error.kind)"
            }
            let taken = ContinuousClock.now - began
            let innocent = try lua.evaluate(
                "local t = {} for i = 1, 100 do t[i] = ('x'):rep(i) end return #t[100]", as: Int.self)
            return (ending: ending, taken: taken, innocent: innocent, peak: lua.memory.peak)
        }
        #expect(report.innocent == 100)
        // A time is only judged where the machine is quiet enough to be asked for it.
        if ProcessInfo.processInfo.environment["INTERCOM_LUA_STRICT_TIMES"] != nil {
            #expect(report.taken < .milliseconds(1500), "\(attack.name) \(report.ending) after \(report.taken)")
        }
        #expect(report.peak <= (64 << 20) * 11 / 10, "\(attack.name) \(report.ending) took \(report.peak >> 20) MB")
    }
}
