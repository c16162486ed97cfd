-- Brings a list of leads into Intercom: finds each person by e-mail, updates who is there, creates who is not.
--
--     intercom-lua run sync_leads.lua leads.csv
--
-- `each` is called once per row. Cells are strings; an empty one is nil, and what is nil is left alone in Intercom.

return {
  each = function(row)
    if text.is_blank(row.Email) then intercom.skip("no e-mail") end

    return intercom.upsert_contact {
      matching_field  = "email",
      matching_value  = text.lower(text.trim(row.Email)),
      mappings        = {
        name         = text.join(" ", row.First, row.Last),
        phone        = row.Phone,
        signed_up_at = row.Signup,                        -- ISO 8601, or Unix seconds
        role         = row.Signup and "user" or "lead",
      },
      custom_mappings = {
        plan  = text.lower(row.Plan),
        seats = math.tointeger(row.Seats) or row.Seats,   -- what is no number is reported, not dropped
      },
    }
  end,
}
