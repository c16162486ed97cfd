-- Deletes people who asked for it, and nobody else. Deleting is for good, so look first at what would go:
--
--     intercom-lua run delete_on_request.lua deletion_requests.csv --dry-run
--     intercom-lua run delete_on_request.lua deletion_requests.csv --allow-delete --results deleted.ndjson

local days_of_grace = 2
local own_domains   = { ["ourcompany.example"] = true }

return {
  -- One surprise is enough to stop.
  options = { max_failures = 0 },

  each = function(request)
    if not text.boolean(request.verified) then intercom.skip("who asked is not verified") end
    if text.boolean(request.legal_hold) then intercom.skip("must be kept: legal hold") end

    local email = text.email(request.email)
    if not email then intercom.skip("no email to check the contact against") end
    if own_domains[text.domain(email)] then intercom.skip("one of our own addresses") end
    if time.diff(time.parse(request.received), time.now()) < days_of_grace then
      intercom.skip("within the days of grace")
    end

    -- Found by one thing, and deleted only where the other is right too.
    return intercom.delete_contact {
      matching_field = "external_id",
      matching_value = request.customer_id,
      expected_email = email,
    }
  end,
}
