import EmulatorTesting
import Intercom
import IntercomScripting
import JSON
import Lua
import Records

/// Runs one example in a new state against a new emulator, at noon of a day in 2024.
actor ExampleBench {
    private nonisolated let executor = LuaExecutor(name: "example")
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
    private let output = Output()

    struct Printed: Sendable {
        var lines: [String] = []
        var log: [ScriptLogEntry] = []
    }

    /// Collects on the one thread of the state.
    private final class Output { var printed = Printed() }

    /// As the overview of the reference describes it.
    private static let people: JSONValue = [
        "companies": [["id": "6512f0a1c4d3e2b1a0f9c001", "company_id": "acme", "name": "Acme"]],
        "contacts": [
            [
                "role": "user", "external_id": "u-1", "email": "ada@acme.io", "name": "Ada Lovelace",
                "custom_attributes": ["plan": "team", "seats": 12],
            ],
            ["role": "lead", "email": "grace@navy.mil", "name": "Grace Hopper"],
        ],
    ]

    func run(_ example: String) async throws -> Printed {
        let workspace = try EmulatedWorkspace()
        _ = try workspace.core.seed(Self.people)
        let lua = try LuaState(executor: executor)
        let output = self.output
        let engine = ContactEngine(service: workspace.client, time: InstantTime())
        let services = ScriptServices(
            contacts: engine, client: workspace.client, attributes: AttributeCatalog(workspace.client),
            input: try CSVInput("email,name\nada@acme.io,Ada\ngrace@navy.mil,Grace\n"),
            log: { output.printed.log.append($0) }, now: { 1_709_296_200.9 })
        lua.output = { output.printed.lines.append($0) }
        try lua.install(.standard, services: services)
        let activity = ScriptActivity(record: 1, contributor: engine.contributor())
        // As a run does it, only one after the other.
        services.parallel = { items, _ in
            LuaPendingOperation { try await self.call(items) }
        }
        self.lua = lua
        do {
            _ = try await lua.run(try lua.load(example, name: "=example"), context: activity)
        } catch {
            guard error.cause is ScriptSkip else { throw error }
        }
        return output.printed
    }

    private var lua: LuaState?

    private func call(_ items: ParallelItems) async throws -> [LuaValue] {
        var results: [LuaValue] = []
        for (position, item) in zip(1..., items.items) {
            results.append(try await lua?.run(items.function, item, position).first ?? .nil)
        }
        return results
    }
}

/// Records of a CSV in memory, as the input of a script.
private final class CSVInput: ScriptInput {
    let sources = ["people.csv"]
    private let reader: RecordReader

    init(_ text: String) throws {
        reader = try RecordReader(ByteSource(bytes: Array(text.utf8), name: "people.csv"), format: .csv)
    }

    func next() throws(RecordsError) -> RecordItem? { try reader.next() }
}
