import Foundation
import Intercom
import IntercomScripting
import Lua
import Synchronization

@testable import REPL

/// What a session said, in order: values as they are, what is for people after `| `.
final class Transcript: Sendable {
    private let written = Mutex("")

    var text: String { written.withLock { $0 } }

    func add(_ text: String) { written.withLock { $0 += text } }

    func addMessage(_ text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        add(lines.map { "| \($0)\n" }.joined())
    }
}

/// A module whose functions wait, as those of `intercom` do.
let waiting = ModuleDeclaration(
    "desk", "Answers after a while.",
    functions: [
        .waiting(
            "ask", "Asks the desk. It answers away from Lua.",
            parameters: [
                .table(
                    "arguments",
                    [
                        ParameterDeclaration("matching_field", "string", "By what."),
                        ParameterDeclaration("mappings", "{a: string}?", "Own fields."),
                        ParameterDeclaration("custom_mappings", "table<string, any>?", "Others."),
                    ], "What to ask.")
            ],
            results: [ParameterDeclaration("answer", "string", "What it says.")],
            example: "desk.ask { matching_field = \"email\" }"
        ) { _, _ in
            LuaPendingOperation {
                await Task.yield()
                return LuaResults("yes", "answered")
            }
        },
        .waiting("refuse", "Never answers.") { _, _ in LuaPendingOperation { () async throws -> Int in throw Refusal() }
        },
    ],
    values: [ValueDeclaration("null", "userdata", "Nothing, said aloud.") { .null }])

/// An error of the host with fields.
struct Refusal: LuaErrorFields, CustomStringConvertible {
    var luaFieldNames: [String] { ["code", "message", "status", "contact_ids", "retryable", "advice"] }
    var description: String { "not_now: The desk is closed." }

    func luaField(_ name: String) -> (any LuaPushable)? {
        switch name {
        case "code": "not_now"
        case "message": "The desk is closed."
        case "status": 503
        case "contact_ids": ["a", "b"]
        case "retryable": true
        case "advice": "Come back tomorrow."
        default: nil
        }
    }
}

func configuration(_ transcript: Transcript = Transcript()) -> REPLConfiguration {
    REPLConfiguration(
        workspace: "emulator", library: ScriptLibrary(modules: [waiting]),
        vocabulary: Vocabulary(
            matchingFields: [.init("email", "The address."), .init("external_id", "Your own id.")],
            mappingFields: [
                .init("email", "The e-mail address."), .init("name", "The name."), .init("phone", "The number."),
            ],
            customAttributes: { [.init("plan", "The plan."), .init("seat count", "")] }),
        output: { transcript.add($0) }, messages: { transcript.addMessage($0) }, uptime: { .milliseconds(7) })
}

func open(_ configuration: REPLConfiguration, _ client: IntercomClient? = nil) async throws -> REPLSession {
    try await REPLSession.open(configuration) {
        let attributes = client.map { AttributeCatalog($0) }
        return ScriptServices(client: client, attributes: attributes, log: { _ in }, now: { 0 })
    }
}

/// What a session says to these lines; the lines are not in it.
///
/// - Parameters:
///   - client: makes it a session with the `intercom` module.
///   - answers: what a person says when asked; nil where nobody is there.
func said(
    _ lines: String, _ client: IntercomClient? = nil, answers: [String?]? = nil,
    _ change: (inout REPLConfiguration) -> Void = { _ in }
) async throws -> String {
    let transcript = Transcript()
    var configuration = configuration(transcript)
    if client != nil { configuration.library = .standard }
    change(&configuration)
    let session = try await open(configuration, client)
    if let answers {
        let left = Mutex(answers)
        await session.attend { question in
            transcript.add("? \(question)\n")
            return left.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        }
    }
    await session.begin()
    for line in lines.split(separator: "\n", omittingEmptySubsequences: false) {
        _ = await session.submit(String(line))
    }
    await session.end()
    return transcript.text
}

/// The same with files in a folder that `FOLDER` stands for.
func saidInFolder(
    _ lines: String, _ files: [String: String], _ client: IntercomClient? = nil
) async throws -> String {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for (name, text) in files {
        try text.write(toFile: folder + "/" + name, atomically: false, encoding: .utf8)
    }
    return try await said(lines.replacing("FOLDER", with: folder), client).replacing(folder, with: "FOLDER")
}
