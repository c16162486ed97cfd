describe("unsubscribe", function()
  local unsubscribe = script("unsubscribe.lua")

  it("unsubscribes everybody with the address, once", function()
    emulator.seed { { email = "ada@acme.io" }, { email = "ada@acme.io", role = "lead" }, { email = "bob@acme.io" } }
    expect(unsubscribe:run({ email = "ADA@acme.io", event = "Hard Bounce" }).outcomes):equals({ updated = 1 })
    expect(emulator.contacts({ unsubscribed_from_emails = true })):has_length(2)
    local again = unsubscribe:run { { email = "ada@acme.io", event = "complaint" } }
    expect(again.results[1].reason):equals("unsubscribed already")
  end)

  it("creates nobody, and minds no soft bounces", function()
    local run = unsubscribe:run { { email = "ada@acme.io", event = "complaint" }, { email = "ada@acme.io", event = "Soft bounce" } }
    expect(run.outcomes):equals({ skipped = 2 })
    expect(emulator.contacts()):has_length(0)
  end)

  it("takes the list", function()
    emulator.load("workspace.json")
    expect(unsubscribe:run("unsubscribes.csv").outcomes):equals({ updated = 2, skipped = 2 })
  end)
end)
