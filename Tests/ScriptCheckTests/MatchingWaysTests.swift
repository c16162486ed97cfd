import LuaSyntax
import ScriptCheck
import Testing

@Suite struct MatchingWaysTests {
    private static func call(_ name: String, _ field: String) -> String {
        "intercom.\(name) { matching_field = \(field), matching_value = r.v }"
    }

    @Test(arguments: [
        ([call("upsert_contact", "'email'")], true),
        ([call("upsert_contact", "'Email'") + call("delete_contact", "'email'")], true),
        (
            ["require 'names' intercom.create_contact { mappings = { email = r.v } } if x then intercom.skip() end"],
            true
        ),
        (["local function f(r) \(call("update_contact", "\"external_id\"")) end f(r)"], true),
        (["return r"], true),
        ([call("upsert_contact", "'email'"), call("upsert_contact", "'external_id'")], false),
        ([call("upsert_contact", "'email'") + call("update_contact", "'external_id'")], false),
        ([call("upsert_contact", "'intercom_id'")], false),
        ([call("upsert_contact", "field")], false),
        (["intercom.upsert_contact(r)"], false),
        (["local upsert = intercom.upsert_contact"], false),
        (["local api = intercom api.upsert_contact {}"], false),
        (["require('intercom').upsert_contact {}"], false),
        (["local r = require r('intercom')"], false),
        (["intercom.archive_contact { id = r.id }"], false),
        (["intercom.merge_contacts { from = 1, into = 2 }"], false),
        (["return("], false),
    ])
    func whetherContactsAreReachedInOneWay(_ codes: [String], _ isOne: Bool) {
        #expect(ScriptChecker.reachesContactsOneWay(in: codes.map { SourceText($0) }) == isOne)
    }
}
