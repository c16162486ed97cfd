-- Takes over from the mail service who wants no more emails: unsubscribes, complaints, and addresses that do not exist.
-- Everybody with the address is unsubscribed, for several contacts can share one; nobody is created.
--
--     intercom-lua run unsubscribe.lua unsubscribes.csv

local reasons = { unsubscribe = true, complaint = true, hard_bounce = true }

return function(row)
  if not reasons[text.slug(row.event):gsub("-", "_")] then intercom.skip("a soft bounce, or no reason at all") end
  local email = text.email(row.email)
  if not email then intercom.skip("no address") end

  local is_known, is_done = false, true
  for contact in intercom.search_contacts { field = "email", operator = "=", value = email } do
    is_known = true
    if not contact.unsubscribed_from_emails then
      is_done = false
      intercom.update_contact {
        matching_field = "intercom_id",
        matching_value = contact.id,
        mappings       = { unsubscribed_from_emails = true },
      }
    end
  end
  if not is_known then intercom.skip("not in Intercom") end
  if is_done then intercom.skip("unsubscribed already") end
end
