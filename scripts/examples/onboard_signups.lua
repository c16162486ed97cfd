-- Brings the rows of a signup table into Intercom as users, found by the id that your own system gives them.
--
--     intercom-lua run onboard_signups.lua signups.csv

return {
  -- Something is wrong with the whole table where every tenth row is refused.
  options = { max_failures = "10%" },

  each = function(row)
    local trial_ends = time.parse(row.trial_ends)         -- Unix seconds, nil for an empty cell

    return intercom.upsert_contact {
      matching_field  = "external_id",
      matching_value  = row.id,
      mappings        = {
        role         = "user",                            -- who was a lead becomes one
        email        = text.email(row.email),
        name         = text.title(row.full_name),
        signed_up_at = row.created_at,
      },
      custom_mappings = {
        plan         = row.plan,
        trial        = trial_ends ~= nil and trial_ends > time.now(),
        renewal_date = trial_ends,
      },
    }
  end,
}
