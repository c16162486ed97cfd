describe("enrich_companies", function()
  local enrich = script("enrich_companies.lua")

  before_each(function() emulator.load("workspace.json") end)

  it("writes what the table knows", function()
    local run = enrich:run { { domain = "example.com", industry = "Retail", size = "51-200" }, { email = "nils.berger@example.com" } }
    expect(run.output):equals({ "1 of 1 people are enriched" })
    local nils = emulator.contacts({ email = "nils.berger@example.com" })[1]
    expect(nils.custom_attributes):contains({ industry = "Retail", company_size = "51-200", plan = "team" })
  end)

  it("takes several inputs, and warns of people who are not there", function()
    local run = enrich:run { "companies.csv", "employees.csv" }
    expect(run.output):equals({ "3 of 5 people are enriched" })
    expect(run.operations):equals({ updated = 3 })
    expect(run.log):has_length(1)
    expect(run.log[1].fields.email):equals("nobody@example.com")
  end)
end)
