describe("plans", function()
  local plans = script("plans.lua")

  it("makes one record of each member", function()
    local records = plans:map { {
      plan = "team-yearly", status = "active", quantity = 3, unit_amount = 12000, interval = "year", renews = "2026-04-05",
      members = { " Ada@acme.io", "bob@acme.io" },
    } }
    expect(records):equals({
      { email = "ada@acme.io", plan = "team", seats = 3, mrr = 30.0, trial = false, renewal_date = time.parse("2026-04-05") },
      { email = "bob@acme.io", plan = "team", seats = 3, mrr = 30.0, trial = false, renewal_date = time.parse("2026-04-05") },
    })
  end)

  it("leaves out what was canceled", function()
    expect((plans:map { { status = "canceled" } })):has_length(0)
  end)

  it("says what it cannot read", function()
    local records, rejected = plans:map { { status = "active", quantity = 1, unit_amount = 1, interval = "day", members = {} } }
    expect(records):has_length(0)
    expect(rejected[1].error.message):contains("arithmetic")
  end)
end)
