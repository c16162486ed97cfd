import EmulatorTesting
import Intercom
import JSON
import Synchronization
import Testing

@testable import IntercomScripting

/// Scripts that run side by side.
struct ScriptOrderTests {
    /// A reader that begins after a writer sees what the writer wrote.
    @Test func findSeesWhatBeganBefore() async throws {
        let bench = try ContactBench(["email": "ada@acme.io", "name": "Before"])
        let writer = Task.immediate {
            try await bench.run(
                """
                intercom.upsert_contact { matching_field = "email", matching_value = "ada@acme.io", mappings = { name = "After" } }
                """)
        }
        let name = try await bench.run(
            """
            return intercom.find_contact { matching_field = "email", matching_value = "ADA@acme.io" }.name
            """)
        _ = try await writer.value
        #expect(name == "After")
    }

    /// Somebody who waits for a search, a request or the attributes does not hold up the lookups of others: with a clock
    /// that stands still, a lookup that waited for them would wait forever.
    @Test(
        .timeLimit(.minutes(1)),
        arguments: [
            #"intercom.request { path = "/me" }"#, "for _ in intercom.list_contacts() do end",
            #"for _ in intercom.search_contacts { field = "role", value = "user" } do end"#,
            "intercom.data_attributes()",
            #"intercom.archive_contact("5f0000000000000000000001")"#,
            #"intercom.tag_contact("5f0000000000000000000001", "2001")"#,
            #"intercom.create_contact { mappings = { email = "b@acme.io" }, custom_mappings = { plan = "pro" } }"#,
        ])
    func waitingForSomethingElseHoldsNobodyUp(code: String) async throws {
        let gate = Gate()
        // Everything but the lookup waits until the lookup is through.
        let workspace = try EmulatedWorkspace { _ in
        } willSend: { call in
            let isLookup = call.body.map { String(decoding: $0, as: UTF8.self).contains("ada@acme.io") } ?? false
            if !isLookup { await gate.wait() }
        }
        try workspace.seed(["id": "5f0000000000000000000001", "email": "ada@acme.io"])
        let bench = ContactBench(workspace, time: StoppedTime())
        let slow = Task { try await bench.run(code) }
        await gate.arrival()
        let found = try await bench.run(
            "return intercom.find_contact { matching_field = 'email', matching_value = 'ada@acme.io' }.id")
        gate.open()
        #expect(found == "5f0000000000000000000001")
        _ = try await slow.value
    }

    @Test func activitiesAddUp() async throws {
        let bench = try ContactBench(["email": "ada@acme.io", "name": "Ada"])
        let activity = ScriptActivity(record: 3)
        try await bench.run(
            """
            intercom.find_contact { matching_field = "email", matching_value = "ada@acme.io" }
            intercom.create_contact { mappings = { email = "b@acme.io" } }
            intercom.create_contact { mappings = { email = "c@acme.io" } }
            intercom.update_contact { matching_field = "email", matching_value = "ada@acme.io", mappings = { name = "Ada" } }
            """, activity: ScriptActivity(partOf: activity, contributor: nil))
        #expect(activity.outcomes == [.created: 2, .unchanged: 1])
        #expect(activity.lastContactID == (try bench.workspace.person("ada@acme.io").id))
        #expect(activity.hasOperations)
    }

    @Test func twoCoroutinesCannotShareAnIterator() async throws {
        // The first one's call is on its way until the second has been refused.
        let gate = Gate()
        let workspace = try EmulatedWorkspace { _ in
        } willSend: { _ in
            await gate.wait()
        }
        try workspace.seed(["email": "ada@acme.io"])
        let bench = ContactBench(workspace)
        try await bench.run("shared = intercom.list_contacts()")
        let first = Task { try await bench.run("return shared() ~= nil") }
        await gate.arrival()
        let refusal = try await bench.refusal(of: "shared()")
        gate.open()
        #expect(refusal.code == .invalidArgument)
        #expect(try await first.value == true)
    }
}

/// Holds up who waits until it is opened.
private final class Gate: Sendable {
    private struct State {
        var isOpen = false
        var hasArrived = false
        var waiting: [CheckedContinuation<Void, Never>] = []
        var watcher: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    func wait() async {
        await withCheckedContinuation { continuation in
            let (isOpen, watcher) = state.withLock { state in
                defer { state.watcher = nil }
                state.hasArrived = true
                if !state.isOpen { state.waiting.append(continuation) }
                return (state.isOpen, state.watcher)
            }
            watcher?.resume()
            if isOpen { continuation.resume() }
        }
    }

    /// Returns when somebody waits.
    func arrival() async {
        await withCheckedContinuation { continuation in
            let hasArrived = state.withLock { state in
                if !state.hasArrived { state.watcher = continuation }
                return state.hasArrived
            }
            if hasArrived { continuation.resume() }
        }
    }

    func open() {
        let waiting = state.withLock { state in
            defer { state.waiting = [] }
            state.isOpen = true
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }
}
