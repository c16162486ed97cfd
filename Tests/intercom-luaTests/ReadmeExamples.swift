import Intercom
import Lua
import Testing

// The Swift of README.md, line by line, as a program that runs; ReadmeTests compares the two.

// MARK: Intercom

private func connect() throws -> IntercomClient {
    let client = try IntercomClient(.init(token: AccessToken("…"), region: .eu))
    return client
}

private func syncTeam(_ client: IntercomClient) async throws {
    let contacts = ContactEngine(service: client)

    let ada = try MatchingKey(.email, "ada@example.com")
    let result = try await contacts.upsert(ada, .init(name: "Ada Lovelace", custom: ["plan": "team", "seats": 12]))
    print(result.outcome, result.contact.id)

    for try await contact in client.contacts(matching: .filter(.custom("plan"), .equals, "team")) {
        print(contact.email ?? "no email")
    }
}

// MARK: Lua

actor Pricing {
    let executor = LuaExecutor()
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    func price(_ rule: String, seats: Int) async throws -> Double {
        let lua = try LuaState(executor: executor, configuration: .init(memoryLimit: 16 << 20, timeLimit: .seconds(1)))
        try lua.set("rate", LuaHostFunction.async("rate") { (currency: String) in try await exchangeRate(currency) })
        return try await lua.run(try lua.load(rule), seats, as: Double.self)
    }
}

private func exchangeRate(_ currency: String) async throws -> Double { currency == "EUR" ? 0.5 : 1 }

extension EndToEnd {
    @Suite struct ReadmeExamples {
        @Test func contactsFromSwift() async throws {
            // A token has no … in it, so nothing can be sent by mistake.
            #expect(throws: IntercomError.self) { try connect() }
            try await EmulatedWorkspace.serve { workspace in
                try await syncTeam(
                    IntercomClient(.init(token: AccessToken("emulator"), baseURL: BaseURL(workspace.url))))
                let ada = try await workspace.contacts().first
                #expect(ada?.name == "Ada Lovelace" && ada?.customAttributes == .init(plan: "team", seats: 12))
            }
        }

        @Test func aRuleCallsSwiftAndWaitsForIt() async throws {
            let price = try await Pricing().price("local seats = ...; return seats * 19 * rate('EUR')", seats: 4)
            #expect(price == 38)
        }

        @Test func aRuleThatNeverEndsIsEnded() async throws {
            await #expect(throws: LuaError.self) { try await Pricing().price("while true do end", seats: 1) }
        }
    }
}
