import EmulatorTesting
import Foundation
import Intercom
import JSON
import Lua
import Records
import Testing

@testable import IntercomScripting

/// A Lua state with all modules, working on an emulated workspace.
actor ContactBench {
    nonisolated let workspace: EmulatedWorkspace
    nonisolated let engine: ContactEngine
    private nonisolated let executor = LuaExecutor(name: "test")
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
    private let createsAttributes: Bool
    private let allowsDelete: Bool
    private var lua: LuaState?

    init(
        _ workspace: EmulatedWorkspace, time: any TimeSource = InstantTime(), createsAttributes: Bool = false,
        allowsDelete: Bool = true
    ) {
        self.workspace = workspace
        self.createsAttributes = createsAttributes
        self.allowsDelete = allowsDelete
        engine = ContactEngine(service: workspace.client, time: time)
    }

    /// A bench with a workspace of its own that holds these contacts.
    init(_ contacts: JSONValue...) throws {
        let workspace = try EmulatedWorkspace()
        for contact in contacts { try workspace.seed(contact) }
        self.init(workspace)
    }

    private func open() throws(LuaError) -> LuaState {
        if let lua { return lua }
        let lua = try LuaState(executor: executor)
        let services = ScriptServices(
            contacts: engine, client: workspace.client,
            attributes: AttributeCatalog(workspace.client, createsMissing: createsAttributes), log: { _ in },
            now: { Double(EmulatedWorkspace.start) })
        services.allowsDelete = allowsDelete
        for module in ModuleDeclaration.all { try lua.install(module, services: services) }
        self.lua = lua
        return lua
    }

    /// Runs code as a record's script does and returns its first result.
    @discardableResult
    func run(_ code: String, activity: ScriptActivity? = nil) async throws(LuaError) -> JSONValue {
        let lua = try open()
        let activity = activity ?? ScriptActivity(record: 1, contributor: engine.contributor())
        return try await lua.run(
            try lua.load(code, name: "=script"), as: JSONValue?.self, context: activity) ?? .null
    }

    /// What code raises.
    func error(
        of code: String, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> LuaError {
        do {
            let value = try await run(code)
            Issue.record("it returned \(value.text)", sourceLocation: sourceLocation)
        } catch {
            return error
        }
        throw ExpectedError()
    }

    /// The Intercom error that code raises.
    func refusal(
        of code: String, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> IntercomError {
        let error = try await error(of: code, sourceLocation: sourceLocation)
        return try #require(
            error.cause as? IntercomError, "\(error.message)", sourceLocation: sourceLocation)
    }

    /// The Intercom error that code raises in a state without a network.
    static func withoutNetwork(_ code: String) async throws -> IntercomError? {
        let executor = LuaExecutor(name: "test")
        return try executor.sync {
            let lua = try LuaState(executor: executor)
            let services = ScriptServices(log: { _ in }, now: { 0 })
            services.canWait = false
            for module in ModuleDeclaration.all { try lua.install(module, services: services) }
            do throws(LuaError) { try lua.evaluate(code) } catch { return error.cause as? IntercomError }
            return nil
        }
    }

    /// What the code after each name raises, as a person reads it: a golden file.
    func complaints(_ cases: KeyValuePairs<String, String>) async -> String {
        var text = ""
        for (title, code) in cases {
            text += "# \(title)\n"
            do { text += "no error: \(try await run(code).text)\n\n" } catch { text += "\(error.message)\n\n" }
        }
        return text
    }
}

struct ExpectedError: Error {}

/// Texts that a person sees, as files in the folder Golden. `UPDATE_GOLDEN=1` writes what is said now.
func expectGolden(_ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let file = folder.appendingPathComponent("Golden").appendingPathComponent(name)
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" { try Data(text.utf8).write(to: file) }
    let expected = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    #expect(
        text == expected, "Golden/\(name) differs; UPDATE_GOLDEN=1 makes it this text", sourceLocation: sourceLocation)
}
