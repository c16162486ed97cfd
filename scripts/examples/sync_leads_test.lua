describe("sync_leads", function()
  local sync = script("sync_leads.lua")

  before_each(function() emulator.load("workspace.json") end)

  it("creates people as they are written", function()
    local run = sync:run { { Email = " ADA@acme.io ", First = "Ada", Last = "Lovelace", Plan = "Team", Seats = "12" } }
    expect(run.outcomes):equals({ created = 1 })
    expect(emulator.contacts({ email = "ada@acme.io" })[1]):contains({
      name = "Ada Lovelace", role = "lead", custom_attributes = { plan = "team", seats = 12 },
    })
  end)

  it("makes users of those who signed up", function()
    sync:run { { Email = "ada@acme.io", Signup = "2026-01-31" } }
    expect(emulator.contacts({ email = "ada@acme.io" })[1]):contains({ role = "user", signed_up_at = 1769817600 })
  end)

  it("skips rows without an address, and reports seats that are no number", function()
    local run = sync:run { { First = "Ada" }, { Email = "ada@acme.io", Seats = "twelve" } }
    expect(run.results[1].reason):equals("no e-mail")
    expect(run.results[2].error):contains({ code = "attribute_type", field = "custom_mappings.seats" })
  end)

  it("changes nothing the second time", function()
    local row = { Email = "nils.berger@example.com", Plan = "team", Seats = "9", Signup = "2025-08-20" }
    expect(sync:run(row).outcomes):equals({ unchanged = 1 })
  end)
end)
