import Foundation
import LuaSyntax
import ScriptCheck
import Testing

@Suite struct MatchingFieldsTests {
    @Test(arguments: [
        (#"return function(row) intercom.upsert_contact { matching_value = row.email } end"#, "email"),
        (
            #"return function(r) intercom.upsert_contact { matching_value = text.trim(r["E Mail"]):lower() } end"#,
            "E Mail"
        ),
        (
            """
            local function key(row) return row.other end
            return { each = function(row)
              local mail = row.Email
              local address = text.lower(mail)
              if address then intercom.delete_contact { matching_field = "email", matching_value = address } end
            end }
            """, "Email"
        ),
        (
            #"return function(r) return intercom.create_contact { mappings = { email = r.Mail, name = r.Name } } end"#,
            "Mail"
        ),
        (
            #"return function(row) local r = row; intercom.upsert_contact { matching_value = r.email } end"#, "email"
        ),
        (
            #"return function(row) local r = other; intercom.upsert_contact { matching_value = r.email } end"#, nil
        ),
        // Several, none, or nobody knows.
        (#"return function(r) intercom.upsert_contact { matching_value = r.a or r.b } end"#, nil),
        (
            """
            return function(r)
              intercom.update_contact { matching_value = r.a }
              intercom.upsert_contact { matching_value = r.b }
            end
            """, nil
        ),
        (#"return function(r) local c = intercom.find_contact(r) end"#, nil),
        (#"return function(r) local v = r.a; v = "x"; intercom.upsert_contact { matching_value = v } end"#, nil),
        (#"return function(r) intercom.upsert_contact { matching_value = key_of(r) } end"#, nil),
        (#"return function(r) return r end"#, nil),
        (#"return function("#, nil),
    ])
    func theFieldThatContactsAreMatchedBy(_ code: String, _ field: String?) {
        #expect(ScriptChecker.matchingField(in: SourceText(code)) == field)
    }
}
