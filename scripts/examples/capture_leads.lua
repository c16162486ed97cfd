-- Turns submissions of a web form into leads: cleans up what people typed, leaves out spam, and keeps what they wrote as
-- a note. Whoever is a contact already stays what they are.
--
--     intercom-lua run capture_leads.lua form_submissions.ndjson

return function(submission)
  local form = submission.fields
  if not text.is_blank(form.website) then intercom.skip("spam: the hidden field is filled in") end

  local email, why = text.email(form.email)
  if not email then intercom.skip("no usable email" .. (why and ": " .. why or "")) end

  local known = intercom.find_contact { matching_field = "email", matching_value = email, on_multiple = "newest" }
  local contact, outcome = intercom.upsert_contact {
    matching_field  = "email",
    matching_value  = email,
    on_multiple     = "newest",
    mappings        = {
      role  = not known and "lead" or nil,
      name  = text.title(text.squeeze(form.name)),
      phone = text.phone(form.phone, "US"),               -- nil where it is no certain number
    },
    custom_mappings = { utm_source = submission.utm and submission.utm.source },
  }

  -- Only once, so that the dump can be run again.
  if outcome == "created" and not text.is_blank(form.message) then intercom.add_note(contact.id, form.message) end
end
