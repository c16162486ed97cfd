describe("delete_on_request", function()
  local delete = script("delete_on_request.lua")
  local request = { customer_id = "a-1", email = "Ada@acme.io", received = "2024-02-01", verified = "yes" }

  local function with(changes)
    local row = {}
    for key, value in pairs(request) do row[key] = value end
    for key, value in pairs(changes) do row[key] = value end
    return row
  end

  before_each(function()
    emulator.seed { { external_id = "a-1", email = "ada@acme.io" }, { external_id = "b-2", email = "bob@acme.io" } }
  end)

  it("deletes who asked for it, and nobody else", function()
    local run = delete:run(request, { allow_delete = true })
    expect(run.outcomes):equals({ deleted = 1 })
    expect(emulator.contacts()):has_length(1)
    expect(emulator.contacts()[1].external_id):equals("b-2")
  end)

  it("deletes nothing unless that is allowed", function()
    expect(delete:run(request).results[1].error.code):equals("forbidden")
    expect(emulator.contacts()):has_length(2)
  end)

  it("deletes nobody whose email is another one", function()
    local run = delete:run(with { customer_id = "b-2" }, { allow_delete = true })
    expect(run.results[1].error.code):equals("identity_mismatch")
    expect(emulator.contacts()):has_length(2)
  end)

  it("leaves out what is not certain", function()
    for reason, changes in pairs {
      ["who asked is not verified"] = { verified = "no" }, ["must be kept: legal hold"] = { legal_hold = "x" },
      ["no email to check the contact against"] = { email = "ada" },
      ["one of our own addresses"] = { email = "a@ourcompany.example" },
      ["within the days of grace"] = { received = "2024-02-29" },
    } do
      expect(delete:run(with(changes), { allow_delete = true }).results[1]):contains({ outcome = "skipped", reason = reason })
    end
    expect(emulator.calls("DELETE /contacts/{id}")):has_length(0)
  end)

  it("takes the list", function()
    emulator.load("workspace.json")
    emulator.advance(time.days(1000))
    expect(delete:run("deletion_requests.csv", { allow_delete = true }).outcomes):equals({ deleted = 1, skipped = 3 })
  end)
end)
