describe("assign_owners", function()
  local assign = script("assign_owners.lua")

  before_each(function() emulator.load("workspace.json") end)

  local function owner(email) return emulator.contacts({ email = email })[1].owner_id end

  it("goes by the country", function()
    local run = assign:run { { email = "hannah.weiss@example.org", country = "DE" }, { email = "nadia.haddad@example.org" } }
    expect(run.outcomes):equals({ updated = 2 })
    expect(owner("hannah.weiss@example.org")):equals("1002")
    expect(owner("nadia.haddad@example.org")):equals("1001")
  end)

  it("gives an account the same owner again", function()
    assign:run("accounts.csv")
    expect(assign:run("accounts.csv").outcomes):equals({ unchanged = 4 })
  end)
end)
