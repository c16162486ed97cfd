-- Gives each account an owner by its country: one of the teammates of that territory, always the same one for the same
-- account.
--
--     intercom-lua run assign_owners.lua accounts.csv

local territories = {
  DE = { "ben@example.com" }, AT = { "ben@example.com" }, CH = { "ben@example.com" },
  GB = { "ada@example.com", "chloe@example.com" }, IE = { "ada@example.com", "chloe@example.com" },
}
local everywhere_else = { "ada@example.com" }

return {
  -- Teammates are known by their email here and by an id in Intercom.
  setup = function()
    local ids = {}
    for _, admin in ipairs(intercom.request({ path = "/admins" }).admins) do ids[admin.email] = admin.id end
    return ids
  end,

  each = function(row, _, ids)
    local team  = territories[row.country] or everywhere_else
    local place = tonumber(hash.sha256(text.lower(row.email)):sub(1, 8), 16) % #team + 1
    local owner = ids[team[place]] or error(team[place] .. " is no teammate of this workspace", 0)

    return intercom.update_contact {
      matching_field = "email",
      matching_value = row.email,
      on_multiple    = "user",
      mappings       = { owner_id = owner },
    }
  end,
}
