describe("merge_leads", function()
  local merge = script("merge_leads.lua")

  it("merges every lead into the user, who keeps what is known", function()
    local ids = emulator.seed {
      { role = "user", email = "ada@acme.io", name = "Ada" }, { role = "lead", email = "ada@acme.io", phone = "+442079460018" },
      { role = "lead", email = "ada@acme.io", name = "A. L." },
    }
    local run = merge:run { { email = " ADA@acme.io " } }
    expect(run.outcomes):equals({ updated = 1 })
    expect(emulator.contacts()):has_length(1)
    expect(emulator.contacts()[1]):contains({ id = ids[1], name = "Ada", phone = "+442079460018" })
  end)

  it("does not choose between users", function()
    emulator.seed {
      { email = "ada@acme.io", external_id = "1" }, { email = "ada@acme.io", external_id = "2" },
      { role = "lead", email = "ada@acme.io" },
    }
    local run = merge:run { { email = "ada@acme.io" } }
    expect(run.results[1].error.message):matches("^two users have the email ada@acme.io: ")
    expect(emulator.calls("POST /contacts/merge")):has_length(0)
  end)

  it("leaves those alone who are there once", function()
    emulator.load("workspace.json")
    local run = merge:run("duplicates.csv")
    expect(run.outcomes):equals({ updated = 1, skipped = 2 })
    expect(run.results[2].reason):equals("no user to merge into")
    expect(run.results[3].reason):equals("no leads to merge")
  end)
end)
