public import Lua

extension FunctionDeclaration {
    /// `parallel`: several coroutines within one script.
    public static let parallel = FunctionDeclaration.waiting(
        "parallel",
        """
        Calls a function for each item of a list, several at a time, each in a coroutine of its own: while one waits for Intercom, \
        others go on. After an error no further items are begun; when those in flight have ended, the error of the first of them \
        is raised. `intercom.skip` ends its item only.
        """,
        parameters: [
            ParameterDeclaration("items", "any[]", "The list."),
            ParameterDeclaration(
                "fn", "fun(item: any, position: integer): any", "Called with an item and its place, from 1."),
            .table("options", ParallelItems.options, "How to go about it.", isOptional: true),
        ],
        results: [
            ParameterDeclaration("results", "any[]", "What the calls returned first, in the order of the items.")
        ],
        example: """
            local names = parallel({ "ada@acme.io", "grace@navy.mil" }, function(email)
              local contact = intercom.find_contact { matching_field = "email", matching_value = email }
              return contact.name
            end, { concurrency = 2 })
            print(table.concat(names, ", ")) --> Ada Lovelace, Grace Hopper
            """
    ) { services, call in
        let items = try ParallelItems(call)
        if let parallel = services.parallel { return parallel(items, call.state.context as? ScriptActivity) }
        call.return(try items.oneByOne(call.state))
        return nil
    }
}

/// What `parallel` is called with.
public struct ParallelItems: Sendable {
    public let items: [LuaValue]
    public let function: LuaFunction
    /// How many run at a time, at most.
    public let concurrency: Int

    static let options = [ParameterDeclaration("concurrency", "integer?", "How many at a time, at most; 16 otherwise.")]

    init(_ call: LuaCall) throws(LuaArgumentError) {
        items = try call.argument(1, as: [LuaValue].self)
        function = try call.argument(2, as: LuaFunction.self)
        let options = try call.argument(3, as: [String: Int]?.self) ?? [:]
        if let odd = options.keys.sorted().first(where: { $0 != "concurrency" }) {
            throw call.error(3, "there is no option \"\(odd)\", only concurrency")
        }
        concurrency = options["concurrency"] ?? 16
        guard concurrency > 0 else { throw call.error(3, "concurrency must be at least 1") }
    }

    /// Where nothing waits.
    fileprivate func oneByOne(_ state: LuaState) throws(LuaError) -> [LuaValue] {
        var results: [LuaValue] = []
        for (position, item) in zip(1..., items) {
            do throws(LuaError) {
                results.append(try state.call(function, item, position, as: LuaValue.self))
            } catch {
                guard error.cause is ScriptSkip else { throw error }
                results.append(.nil)
            }
        }
        return results
    }
}
