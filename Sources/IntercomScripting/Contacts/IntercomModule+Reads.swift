internal import Intercom
internal import JSON
internal import Lua
internal import Records

extension IntercomModule {
    static let reads: [FunctionDeclaration] = [
        .waiting(
            "find_contact",
            """
            Finds a contact; nil where there is none. Several that match by email are an error unless on_multiple says which. It \
            sees what was begun before it.
            """,
            parameters: [
                ParameterDeclaration(
                    "arguments",
                    "{matching_field: intercom.matching_field, matching_value: string|integer, on_multiple?: intercom.on_multiple}",
                    "What to find it by.")
            ],
            results: [ParameterDeclaration("contact", "table?", "The contact, or nil.")]
        ) { services, call in
            let operation = try ContactArguments.read(call, function: "find_contact", .find)
            return try services.find(operation, "find_contact", call)
        },
        FunctionDeclaration(
            "search_contacts",
            """
            Iterates over the contacts that match a query, page by page as the loop asks for them. The search index lags behind \
            writes by seconds to minutes.
            """,
            parameters: [
                ParameterDeclaration(
                    "query", "table",
                    """
                    { field = …, operator = "=", value = … }, or { operator = "AND", value = { … } }; or { query = …, per_page = …, \
                    sort = { field = …, order = "ascending" } }.
                    """)
            ],
            results: [ParameterDeclaration("iterator", "fun(): table?", "Gives the next contact.")]
        ) { services, call in
            let client = try services.requireClient("search_contacts")
            let search = try ContactSearch(script: try call.argument(1, as: JSONValue.self))
            call.return(ContactCursor(client.contactPages(matching: search)).iterator)
        },
        FunctionDeclaration(
            "list_contacts", "Iterates over all contacts that are not archived, page by page.",
            parameters: [
                ParameterDeclaration("options", "{per_page?: integer}?", "How many to fetch at once, at most 150.")
            ],
            results: [ParameterDeclaration("iterator", "fun(): table?", "Gives the next contact.")]
        ) { services, call in
            let client = try services.requireClient("list_contacts")
            let perPage = try NamedArguments(call, function: "list_contacts", known: ["per_page"]).integer("per_page")
            call.return(ContactCursor(client.contactPages(perPage: perPage ?? ContactSearch.pageLimit)).iterator)
        },
    ]
}
