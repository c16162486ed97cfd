import Testing

@testable import ScriptTesting

@Suite struct ExpectationTests {
    @Test(arguments: [
        "expect(1):equals(1.0)", "expect(nil):equals(nil)", "expect({ a = { 1, 2 } }):equals({ a = { 1, 2 } })",
        "expect(json.null):equals(intercom.null)", "expect(print):equals(print)", "expect('ä'):equals('ä')",
        "expect(1).never:equals('1')", "expect({}).never:equals({ 1 })", "expect(0/0).never:equals(0/0)",
        "expect(nil):is_nil()", "expect(true):is_true():is_truthy()", "expect(false):is_false():is_falsy()",
        "expect(0):is_truthy()", "expect(nil):is_falsy()", "expect(1).never:is_nil()",
        "expect(1):is_a('number'):is_a('integer')", "expect(1.5):is_a('float').never:is_a('integer')",
        "expect(print):is_a('function')", "expect(json.null):is_a('null')",
        "expect('Ada Lovelace'):contains('Love')", "expect({ 'a', 'b' }):contains('b')",
        "expect({ a = 1, b = { c = 2, d = 3 } }):contains({ b = { c = 2 } })",
        "expect({ { id = 1, x = 2 }, { id = 3 } }):contains({ id = 1 })", "expect({ 1 }).never:contains(2)",
        "expect('ada@acme.io'):matches('^%a+@')", "expect('x').never:matches('%d')",
        "expect({ 1, 2 }):has_length(2)", "expect('abc'):has_length(3)", "expect(2):is_greater_than(1)",
        "expect(1):is_less_than(1.5)", "expect(0.1 + 0.2):is_near(0.3)", "expect(10):is_near(11, 1)",
        "expect(function() error('no email') end):raises()", "expect(function() error('no email') end):raises('no em')",
        "expect(function() error({ code = 1, more = 2 }) end):raises({ code = 1 })",
        "expect(function() end).never:raises()",
        """
        expect(function()
          intercom.update_contact { matching_field = 'email', matching_value = 'who@acme.io' }
        end):raises({ code = 'not_found' }):raises('No contact')
        """,
    ])
    func holds(_ expectation: String) async throws {
        #expect(try await complaint(expectation) == nil)
    }

    @Test func complaintsSayWhatWasExpectedAndFound() async throws {
        let cases = [
            "expect(2):equals(1)", "expect('b'):equals('a')", "expect(1).never:equals(1.0)",
            "expect({ name = 'Ada', email = 'ada@acme.io', tags = { 'vip' } }):equals({ name = 'Ada King', email = 'ada@acme.io', tags = { 'vip', 'beta' } })",
            "local a, b = {}, {} for i = 1, 40 do a[i], b[i] = i, i end b[20] = 'x' expect(b):equals(a)",
            "expect('one\\ntwo\\nthree\\n'):equals('one\\n2\\nthree\\n')",
            "expect({ [1.5] = true, [{}] = print ~= nil }):equals({})",
            "expect(1):is_nil()", "expect(nil).never:is_nil()", "expect(1):is_true()", "expect(1):is_a('string')",
            "expect('Ada'):contains('x')", "expect({ 1, 2 }):contains(3)", "expect({ a = 1 }):contains({ b = 2 })",
            "expect('x'):matches('%d')", "expect(5):matches('%d')", "expect({ 1 }):has_length(2)",
            "expect(5):has_length(2)",
            "expect(1):is_greater_than(2)", "expect('x'):is_less_than(2)", "expect(1):is_near(2)",
            "expect(function() end):raises()", "expect(function() error('a') end):raises('b')",
            "expect(function() error('a') end).never:raises()",
            "expect(function() error({ code = 1 }) end):raises({ code = 2 })",
            "expect(1):raises()", "expect(function() error({ code = 1 }) end).never:raises()", "expect(1):equal(1)",
            "local t = {} t.t = t expect(t):equals(t)", "expect('\\xff\\0'):equals('\\u{202E}')",
        ]
        var text = ""
        for code in cases { text += "# \(code)\n\(try await complaint(code) ?? "no complaint")\n\n" }
        // Where the test is differs from one run to the next.
        try expectGolden(text.replacing(#/\S*some_test\.lua/#, with: "some_test.lua"), "complaints.txt")
    }
}
