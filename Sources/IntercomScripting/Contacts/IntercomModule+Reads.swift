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
            parameters: [.table("arguments", ContactOperation.Kind.find.arguments, "What to find it by.")],
            results: [ParameterDeclaration("contact", "intercom.contact?", "The contact, or nil.")],
            example: """
                local ada = intercom.find_contact { matching_field = "email", matching_value = "ada@acme.io" }
                print(ada.name, ada.custom_attributes.plan) --> Ada Lovelace	team
                print(intercom.find_contact { matching_field = "email", matching_value = "who@acme.io" }) --> nil
                """
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
            results: [ParameterDeclaration("iterator", "fun(): intercom.contact?", "Gives the next contact.")],
            example: """
                for contact in intercom.search_contacts { field = "email_domain", operator = "=", value = "acme.io" } do
                  print(contact.email)
                end
                --> ada@acme.io
                """
        ) { services, call in
            let client = try services.requireClient("search_contacts")
            let search = try ContactSearch(script: try call.argument(1, as: JSONValue.self))
            call.return(ContactCursor(client.contactPages(matching: search)).iterator)
        },
        FunctionDeclaration(
            "list_contacts", "Iterates over all contacts that are not archived, page by page.",
            parameters: [.table("options", listOptions, "How to go about it.", isOptional: true)],
            results: [ParameterDeclaration("iterator", "fun(): intercom.contact?", "Gives the next contact.")],
            example: """
                local count = 0
                for contact in intercom.list_contacts() do count = count + 1 end
                print(count) --> 2
                """
        ) { services, call in
            let client = try services.requireClient("list_contacts")
            let arguments = try NamedArguments(call, function: "list_contacts", known: listOptions.map(\.name))
            let perPage = try arguments.integer("per_page")
            call.return(ContactCursor(client.contactPages(perPage: perPage ?? ContactSearch.pageLimit)).iterator)
        },
    ]

    private static let listOptions = [
        ParameterDeclaration("per_page", "integer?", "How many to fetch at once, at most 150.")
    ]
}
