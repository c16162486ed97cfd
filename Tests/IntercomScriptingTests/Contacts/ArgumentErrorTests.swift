import EmulatorTesting
import Testing

/// What scripts are told about arguments that cannot be right. Nothing is sent for any of them.
struct ArgumentErrorTests {
    @Test func argumentsOfTheContactFunctions() async throws {
        let bench = try ContactBench()
        let text = await bench.complaints([
            "no arguments": "intercom.upsert_contact()",
            "text for arguments": "intercom.upsert_contact('ada@acme.io')",
            "missing matching_field": "intercom.upsert_contact { matching_value = 'ada@acme.io' }",
            "matching_field of the wrong type":
                "intercom.upsert_contact { matching_field = 1, matching_value = 'a@b.c' }",
            "unknown matching_field": "intercom.upsert_contact { matching_field = 'emial', matching_value = 'a@b.c' }",
            "matching_field far off":
                "intercom.upsert_contact { matching_field = 'shoe size', matching_value = 'a@b.c' }",
            "missing matching_value": "intercom.update_contact { matching_field = 'email' }",
            "nil matching_value": "intercom.delete_contact { matching_field = 'external_id', matching_value = nil }",
            "empty matching_value": "intercom.upsert_contact { matching_field = 'external_id', matching_value = '' }",
            "blank matching_value": "intercom.find_contact { matching_field = 'email', matching_value = ' \\t' }",
            "matching_value of the wrong type":
                "intercom.upsert_contact { matching_field = 'email', matching_value = {} }",
            "boolean matching_value": "intercom.upsert_contact { matching_field = 'email', matching_value = true }",
            "fractional matching_value":
                "intercom.find_contact { matching_field = 'external_id', matching_value = 1.5 }",
            "null matching_value": "intercom.find_contact { matching_field = 'email', matching_value = intercom.null }",
            "no email": "intercom.upsert_contact { matching_field = 'email', matching_value = 'Ada Lovelace' }",
            "two emails": "intercom.upsert_contact { matching_field = 'email', matching_value = 'a@b.c,d@e.f' }",
            "invalid UTF-8": "intercom.upsert_contact { matching_field = 'email', matching_value = '\\xff@acme.io' }",
            "unknown argument": "intercom.upsert_contact { matching_feild = 'email', matching_value = 'a@b.c' }",
            "misspelt argument beside other mistakes":
                "intercom.upsert_contact { matching_feld = 'email', mappings = 2, custom_mappings = 3 }",
            "unknown argument far off": "intercom.delete_contact { matching_field = 'email', colour = 'red' }",
            "field beside the mappings": "intercom.create_contact { email = 'ada@acme.io' }",
            "argument without a name": "intercom.create_contact { 'ada@acme.io' }",
            "argument of another function": "intercom.create_contact { matching_field = 'email' }",
            "mappings of the wrong type": "intercom.create_contact { mappings = 'email' }",
            "custom_mappings of the wrong type": "intercom.create_contact { custom_mappings = 1 }",
            "wrong on_multiple":
                "intercom.find_contact { matching_field = 'email', matching_value = 'a@b.c', on_multiple = 'first' }",
            "restore of the wrong type":
                "intercom.upsert_contact { matching_field = 'email', matching_value = 'a@b.c', restore = 'yes' }",
            "nothing to create by": "intercom.create_contact { mappings = { name = 'Ada' } }",
            "several mistakes":
                "intercom.upsert_contact { matching_field = 1, matching_value = {}, mappings = 2, restore = 3 }",
        ])
        try expectGolden(text, "argument-errors.txt")
        #expect(bench.workspace.core.statistics.total == 0)
    }

    @Test func argumentsOfTheOtherFunctions() async throws {
        let bench = try ContactBench()
        let text = await bench.complaints([
            "search without a query": "intercom.search_contacts()",
            "search with an empty query": "intercom.search_contacts {}",
            "search with an unknown operator":
                "intercom.search_contacts { field = 'email', operator = 'LIKE', value = 'a' }",
            "search with a typo": "intercom.search_contacts { field = 'email', oprator = '=', value = 'a' }",
            "search with a group without operator":
                "intercom.search_contacts { value = { { field = 'email', value = 'a' } } }",
            "search IN without a list": "intercom.search_contacts { field = 'email', operator = 'IN', value = 'a' }",
            "search with too many filters": """
            local filters = {}
            for i = 1, 16 do filters[i] = { field = 'email', value = tostring(i) } end
            intercom.search_contacts(filters)
            """,
            "search with a wrong sort": """
            intercom.search_contacts { query = { field = 'role', value = 'user' }, sort = { field = 'email', order = 'up' } }
            """,
            "search with an unknown option":
                "intercom.search_contacts { query = { field = 'role', value = 'user' }, perpage = 5 }",
            "search with pages too large":
                "intercom.search_contacts { query = { field = 'role', value = 'user' }, per_page = 500 }()",
            "list with an unknown option": "intercom.list_contacts { page = 2 }",
            "list with pages of the wrong type": "intercom.list_contacts { per_page = 'all' }",
            "archive without an id": "intercom.archive_contact()",
            "archive with an empty id": "intercom.archive_contact('')",
            "tag without a tag": "intercom.tag_contact('5f0000000000000000000001')",
            "attribute without a name": "intercom.create_data_attribute { type = 'string' }",
            "attribute without a type": "intercom.create_data_attribute { name = 'shoe_size' }",
            "attribute of an unknown type": "intercom.create_data_attribute { name = 'shoe_size', type = 'number' }",
            "attribute without options": "intercom.create_data_attribute { name = 'shoe_size', type = 'options' }",
            "attribute with odd options":
                "intercom.create_data_attribute { name = 'a', type = 'options', options = { 1, 2 } }",
            "request without a path": "intercom.request { method = 'GET' }",
            "request with another host": "intercom.request { path = '//example.com/contacts' }",
            "request with an unknown method": "intercom.request { method = 'FETCH', path = '/me' }",
            "request with an unknown argument": "intercom.request { path = '/me', headers = {} }",
            "request with an odd query": "intercom.request { path = '/me', query = 'a=b' }",
            "skip with an odd reason": "intercom.skip({})",
        ])
        try expectGolden(text, "other-argument-errors.txt")
        #expect(bench.workspace.core.statistics.total == 0)
    }

    /// Lua gives the keys of a table in another order each time; the complaint is to be the same.
    @Test func ofSeveralMistakesAlwaysTheSameIsReported() async throws {
        let code = """
            intercom.upsert_contact { matching_field = "email", matching_value = "a@b.c",
              mappings = { phone = true, name = {}, avatar = "x", role = "boss", email = "nobody" } }
            """
        var messages: Set<String> = []
        for _ in 0..<8 { messages.insert(try await ContactBench().error(of: code).message) }
        #expect(messages.count == 1)
    }

    /// A misspelt name may be why another one is missing.
    @Test func aMisspeltFieldIsReportedBeforeAWrongValue() async throws {
        let code = #"intercom.create_contact { mappings = { email = "nobody", phonne = "1", role = "boss" } }"#
        #expect(try await ContactBench().error(of: code).message.contains(#"no field "phonne". Did you mean "phone"?"#))
    }
}
