describe("onboard_signups", function()
  local onboard = script("onboard_signups.lua")

  before_each(function() emulator.load("workspace.json") end)

  it("creates users with what is known of them", function()
    local run = onboard:run {
      { id = "7", email = "ADA@acme.io", full_name = "ada lovelace", created_at = "2024-02-29T12:00:00Z", plan = "pro",
        trial_ends = "2024-03-15" },
    }
    expect(run.outcomes):equals({ created = 1 })
    expect(emulator.contacts({ external_id = "7" })[1]):contains({
      role = "user", email = "ada@acme.io", name = "Ada Lovelace", signed_up_at = 1709208000,
      custom_attributes = { plan = "pro", trial = true, renewal_date = time.parse("2024-03-15") },
    })
  end)

  it("says that a trial is over", function()
    onboard:run { { id = "7", trial_ends = "2024-02-01" } }
    expect(emulator.contacts({ external_id = "7" })[1].custom_attributes.trial):is_false()
  end)

  it("updates whoever is there", function()
    local run = onboard:run { { id = "crm-1042", email = "dana.whitfield@example.com", plan = "pro" } }
    expect(run.outcomes):equals({ updated = 1 })
    expect(emulator.contacts({ external_id = "crm-1042" })):has_length(1)
  end)

  it("stops where the table makes no sense", function()
    local rows = {}
    for i = 1, 20 do rows[i] = { id = tostring(i), created_at = i % 2 == 0 and "soon" or "2024-01-01" } end
    expect(onboard:run(rows).outcomes.rejected):is_greater_than(1)
  end)

  it("takes the table", function()
    expect(onboard:run("signups.csv").outcomes):equals({ created = 3, updated = 1 })
  end)
end)
