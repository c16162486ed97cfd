internal import Emulator
internal import Foundation
internal import IntercomScripting
internal import JSON
internal import Lua
internal import Records

extension ModuleDeclaration {
    /// `emulator`: the workspace of the running test.
    static let emulator = ModuleDeclaration(
        "emulator", "The workspace of the running test: a new one for each test, in this process, without any network.",
        functions: [emulatorSeed, emulatorLoad, emulatorContacts, emulatorCalls, emulatorFailNext, emulatorAdvance])

    private static let emulatorSeed = FunctionDeclaration(
        "seed",
        """
        Puts things there: a list of contacts, or a table of the lists `contacts`, `data_attributes`, `tags`, `companies`, \
        `admins`, `segments` and `subscription_types`. A custom attribute that a contact has is defined where there is none.
        """,
        parameters: [
            ParameterDeclaration("what", "table", "Contacts as the API writes them: `email`, `custom_attributes`.")
        ],
        results: [ParameterDeclaration("ids", "string[]", "The ids of the contacts.")],
        example: """
            it("finds Ada", function()
              local ids = emulator.seed { { email = "ada@acme.io", custom_attributes = { plan = "team" } } }
              local ada = intercom.find_contact { matching_field = "email", matching_value = "ada@acme.io" }
              expect(ada.id):equals(ids[1])
            end)
            """
    ) { services, call in
        let (_, world) = try services.world("emulator.seed")
        let value = try call.argument(1, as: JSONValue.self)
        call.return(try world.seed(value.array == nil ? value : ["contacts": value]))
    }

    private static let emulatorLoad = FunctionDeclaration(
        "load", "Puts there what a file says: one as `--workspace` takes it.",
        parameters: [ParameterDeclaration("path", "string", "Seen from the folder of the test file.")],
        results: [ParameterDeclaration("ids", "string[]", "The ids of the contacts.")],
        example: """
            before_each(function() emulator.load("workspace.json") end)
            it("has people", function() expect(#emulator.contacts()):is_greater_than(10) end)
            """
    ) { services, call in
        let (bench, world) = try services.world("emulator.load")
        let path = try TestPath(try call.argument(1, as: String.self), from: bench.folder).path
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw LuaError(.runtime, "the workspace \"\(path)\" cannot be read")
        }
        let document: JSONValue
        do { document = try JSONValue(parsing: [UInt8](bytes)) } catch {
            throw LuaError(.runtime, "\(path) is not JSON: \(error)")
        }
        call.return(try world.seed(document))
    }

    private static let emulatorContacts = FunctionDeclaration(
        "contacts", "The contacts that are there, in the order in which they came.",
        parameters: [
            ParameterDeclaration(
                "filter", "table?",
                "Fields that they must have. `state` is \"active\" unless it says \"archived\", \"deleted\" or \"any\"."
            )
        ],
        results: [ParameterDeclaration("contacts", "intercom.contact[]", "The contacts, each with its `state`.")],
        example: """
            it("leaves others alone", function()
              emulator.seed { { email = "ada@acme.io" }, { email = "grace@navy.mil", state = "archived" } }
              expect(emulator.contacts()):has_length(1)
              expect(emulator.contacts { state = "archived" }[1].email):equals("grace@navy.mil")
            end)
            """
    ) { services, call in
        let (_, world) = try services.world("emulator.contacts")
        var filter = try call.argument(1, as: JSONObject?.self) ?? [:]
        let state = filter["state"]?.string ?? "active"
        filter["state"] = nil
        let contacts = world.contacts(state: state == "any" ? nil : state).filter { $0.includes(.object(filter)) }
        call.return(PlainTable(json: .array(contacts)))
    }

    private static let emulatorCalls = FunctionDeclaration(
        "calls", "The calls of the API that the test has made so far, the first one first.",
        parameters: [
            ParameterDeclaration(
                "endpoint", "string?", "Those of one endpoint only: \"POST /contacts\", \"PUT /contacts/{id}\".")
        ],
        results: [
            ParameterDeclaration("calls", "table[]", "Each with `method`, `path`, `endpoint`, `status` and `body`.")
        ],
        example: """
            it("sends nothing that changes nothing", function()
              emulator.seed { { email = "ada@acme.io", name = "Ada" } }
              intercom.upsert_contact { matching_field = "email", matching_value = "ada@acme.io", mappings = { name = "Ada" } }
              expect(emulator.calls("PUT /contacts/{id}")):has_length(0)
            end)
            """
    ) { services, call in
        let (_, world) = try services.world("emulator.calls")
        let endpoint = try call.argument(1, as: String?.self)
        let calls = world.calls.filter { endpoint == nil || $0["endpoint"]?.string == endpoint }
        call.return(PlainTable(json: .array(calls)))
    }

    private static let emulatorFailNext = FunctionDeclaration(
        "fail_next", "Lets something go wrong with the next call, or with those that it says.",
        parameters: [.table("fault", TestWorld.faultFields, "What goes wrong, and with which calls.")],
        example: """
            it("tries again", function()
              emulator.fail_next { status = 503, path = "/contacts/search" }
              local ada = intercom.find_contact { matching_field = "email", matching_value = "ada@acme.io" }
              expect(ada):is_nil()
              expect(emulator.calls()):has_length(2)
            end)
            """
    ) { services, call in
        let (_, world) = try services.world("emulator.fail_next")
        try world.addFault(try call.argument(1, as: JSONValue.self))
    }

    private static let emulatorAdvance = FunctionDeclaration(
        "advance", "Lets time pass: for `time.now()`, `os.time()` and the emulator. Otherwise it stands still.",
        parameters: [ParameterDeclaration("seconds", "number", "How much.")],
        results: [ParameterDeclaration("now", "integer", "The time then, in Unix seconds.")],
        example: """
            it("is a day later", function()
              local before = time.now()
              expect(emulator.advance(time.days(1)) - before):equals(86400)
            end)
            """
    ) { services, call in
        let (_, world) = try services.world("emulator.advance")
        world.core.advanceClock(seconds: try call.argument(1, as: Double.self))
        call.state.freezeTime(at: world.core.now)
        call.return(world.core.now)
    }
}

extension JSONValue {
    /// Whether everything that `part` has is here too, in objects within too.
    fileprivate func includes(_ part: JSONValue) -> Bool {
        guard let wanted = part.object, let object else { return self == part }
        return wanted.allSatisfy { key, value in object[key]?.includes(value) ?? false }
    }
}
