describe("capture_leads", function()
  local capture = script("capture_leads.lua")

  before_each(function() emulator.load("workspace.json") end)

  it("makes a lead of a submission, and keeps the message", function()
    local run = capture:run { { fields = { email = " ADA@Acme.io", name = "ada  lovelace", message = "Hello" } } }
    expect(run.outcomes):equals({ created = 1 })
    local ada = emulator.contacts({ email = "ada@acme.io" })[1]
    expect(ada):contains({ role = "lead", name = "Ada Lovelace" })
    expect(emulator.calls("POST /contacts/{id}/notes")):has_length(1)
  end)

  it("leaves users users", function()
    local run = capture:run { { fields = { email = "amelie.durand@example.com", name = "Amélie D." } } }
    expect(run.outcomes):equals({ updated = 1 })
    expect(emulator.contacts({ email = "amelie.durand@example.com" })[1].role):equals("user")
  end)

  it("leaves out spam and what is no address", function()
    local run = capture:run {
      { fields = { email = "x@example.com", website = "http://x" } }, { fields = { email = "kwame at example.org" } },
      { fields = {} },
    }
    expect(run.outcomes):equals({ skipped = 3 })
    expect(run.results[2].reason):contains("no usable email: it has white space inside")
    expect(emulator.calls()):has_length(0)
  end)

  it("adds no second note when the dump is run again", function()
    capture:run("form_submissions.ndjson")
    expect(capture:run("form_submissions.ndjson").outcomes):equals({ unchanged = 3, skipped = 2 })
    expect(emulator.calls("POST /contacts/{id}/notes")):has_length(1)
  end)
end)
