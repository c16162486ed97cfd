describe("sync_crm", function()
  local sync = script("sync_crm.lua")

  before_each(function()
    emulator.load("workspace.json")
    emulator.seed { { external_id = "a-1", email = "ada@acme.io", phone = "+491", custom_attributes = { plan = "pro", seats = 3 } } }
  end)

  local function ada() return emulator.contacts({ external_id = "a-1" })[1] end

  it("reads the numbers and dates of the export", function()
    local run = sync:run { { Account = "a-1", Product = "ENT", Licences = "12", MRR = "1.234,50", Renewal = "31.12.2026" } }
    expect(run.outcomes):equals({ updated = 1 })
    expect(ada().custom_attributes):equals({
      plan = "team", seats = 12, mrr = 1234.5, renewal_date = time.parse("2026-12-31"),
    })
  end)

  it("leaves alone what the export does not say", function()
    expect(sync:run({ { Account = "a-1" } }).outcomes):equals({ unchanged = 1 })
  end)

  it("clears what has ended", function()
    sync:run { { Account = "a-1", Status = "Churned" } }
    expect(ada().custom_attributes.plan):is_nil()
    expect(ada().custom_attributes.mrr):equals(0)
  end)

  it("warns of products that it does not know", function()
    local run = sync:run { { Account = "a-1", Product = "XXL" } }
    expect(run.log[1]):contains({ level = "warning", fields = { product = "XXL" } })
    expect(ada().custom_attributes.plan):equals("pro")
  end)

  it("rejects accounts that nobody has", function()
    local run = sync:run("crm_export.csv")
    expect(run.outcomes):equals({ updated = 2, unchanged = 1, rejected = 1 })
    expect(run.errors[1]):contains({ code = "not_found", first_record = 4 })
  end)
end)
