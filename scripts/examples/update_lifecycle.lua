-- Follows an event log: each event that changes where somebody stands is written to their contact. Events of one person
-- are carried out in the order of the log.
--
--     intercom-lua run update_lifecycle.lua events.ndjson

local stages = { trial_started = "trial", subscribed = "customer", payment_failed = "at risk", canceled = "churned" }

return function(event)
  local stage = stages[event.event]
  if not stage then intercom.skip("does not change the stage") end

  local ok, result = pcall(intercom.update_contact, {
    matching_field  = "external_id",
    matching_value  = event.user_id,
    mappings        = { last_seen_at = event.at },
    custom_mappings = { lifecycle_stage = stage, plan = event.plan },
  })
  if ok then return result end
  if result.code == "not_found" then intercom.skip("nobody has this id any more") end
  error(result)
end
