-- Merges leads into the user with the same email, so that their conversations are in one place. What the user lacks, the
-- lead brings along.
--
--     intercom-lua run merge_leads.lua duplicates.csv

return function(row)
  local email = text.email(row.email)
  if not email then intercom.skip("no email") end

  local user, leads = nil, {}
  for contact in intercom.search_contacts { field = "email", operator = "=", value = email } do
    if contact.role == "lead" then
      leads[#leads + 1] = contact
    elseif user then
      error("two users have the email " .. email .. ": " .. user.id .. " and " .. contact.id, 0)
    else
      user = contact
    end
  end
  if not user then intercom.skip("no user to merge into") end
  if #leads == 0 then intercom.skip("no leads to merge") end

  local name, phone = user.name, user.phone
  for _, lead in ipairs(leads) do
    name, phone = name or lead.name, phone or lead.phone
    intercom.merge_contacts(lead.id, user.id)
  end
  return intercom.update_contact {
    matching_field = "intercom_id",
    matching_value = user.id,
    mappings       = { name = name, phone = phone },
  }
end
