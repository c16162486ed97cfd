internal import Emulator
internal import IntercomScripting
internal import JSON
internal import Lua

extension TestWorld {
    static let faultFields = [
        ParameterDeclaration("status", "integer?", "Answers with this status instead of carrying the call out."),
        ParameterDeclaration("code", "string?", "The error's code; Intercom's own for the status otherwise."),
        ParameterDeclaration("message", "string?", "The error's message."),
        ParameterDeclaration(
            "drop", #""before"|"after"?"#, "Closes the connection before the call is carried out, or after it."),
        ParameterDeclaration("truncate", "boolean|integer?", "Cuts the answer off half-way, or after so many bytes."),
        ParameterDeclaration("body", "any?", "Answers with this body, which need not be JSON."),
        ParameterDeclaration("method", "string?", "Only calls of this method."),
        ParameterDeclaration("path", "string?", "Only calls of this path, or of this kind: `/contacts/{id}`."),
        ParameterDeclaration("path_prefix", "string?", "Only calls whose path begins so."),
        ParameterDeclaration("count", "integer?", "How many calls; one otherwise."),
        ParameterDeclaration("after", "integer?", "How many calls go well first."),
    ]

    /// - Throws: `LuaError` for what cannot be there.
    func seed(_ document: JSONValue) throws(LuaError) -> [String] {
        do throws(SeedError) { return try core.seed(document).contacts } catch {
            throw LuaError(.runtime, "the emulator cannot take that: \(error)")
        }
    }

    /// - Throws: `LuaError` for a fault that there is not.
    func addFault(_ fault: JSONValue) throws(LuaError) {
        let answer = core.handle(EmulatorRequest(.post, "/_emulator/faults", body: fault))
        guard answer.status == 200 else {
            throw LuaError(.runtime, "emulator.fail_next: \(answer.value?["error"]?.string ?? "this is no fault")")
        }
    }

    /// As the emulator's admin plane lists them.
    func contacts(state: String?) -> [JSONValue] {
        let query = state.map { "?state=\($0)" } ?? ""
        return core.handle(EmulatorRequest(.get, "/_emulator/contacts" + query)).value?["contacts"]?.array ?? []
    }

    var calls: [JSONValue] {
        core.requests.filter { !$0.path.hasPrefix("/_emulator/") }.map { request in
            [
                "method": .string(request.method.rawValue), "path": .string(request.path),
                "endpoint": .string("\(request.method.rawValue) \(request.template)"),
                "status": request.status == 0 ? .null : .integer(Int64(request.status)),
                "body": (try? JSONValue(parsing: request.body)) ?? .null,
            ]
        }
    }
}
