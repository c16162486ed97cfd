-- Adds what a lookup table knows of companies to the people who work there. Two inputs: the table, then the people.
--
--     intercom-lua run enrich_companies.lua companies.csv employees.csv
--
-- A plain script: it runs once, reads the records itself, and says what it did.

local companies, people = {}, {}
for row in input.rows() do
  if row.domain then companies[text.lower(row.domain)] = row else people[#people + 1] = row end
end

local enriched = parallel(people, function(person)
  local company = companies[text.domain(person.email) or ""]
  if not company then return false end

  local ok, result = pcall(intercom.update_contact, {
    matching_field  = "email",
    matching_value  = text.email(person.email),
    on_multiple     = "user",
    custom_mappings = { industry = company.industry, company_size = company.size },
  })
  if not ok then log.warn("not enriched", { email = person.email, why = result.message }) end
  return ok
end)

local count = 0
for _, is_enriched in ipairs(enriched) do if is_enriched then count = count + 1 end end
print(count .. " of " .. #people .. " people are enriched")
