describe("update_lifecycle", function()
  local update = script("update_lifecycle.lua")

  before_each(function() emulator.load("workspace.json") end)

  it("leaves each contact where its last event put it", function()
    local run = update:run("events.ndjson")
    expect(run.outcomes):equals({ updated = 3, skipped = 2 })
    local dana = emulator.contacts({ external_id = "crm-1042" })[1]
    expect(dana.custom_attributes):contains({ lifecycle_stage = "customer", plan = "team" })
    expect(dana.last_seen_at):equals(time.parse("2026-03-09T16:20:00Z"))
  end)

  it("goes on where nobody is there", function()
    local run = update:run { { event = "canceled", user_id = "gone", at = 1700000000 } }
    expect(run.results[1]):contains({ outcome = "skipped", reason = "nobody has this id any more" })
  end)

  it("hides no other error", function()
    local run = update:run { { event = "canceled", user_id = "crm-1042", at = "yesterday" } }
    expect(run.results[1].error):contains({ code = "invalid_argument", field = "mappings.last_seen_at" })
  end)
end)
