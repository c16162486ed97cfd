-- Keeps custom attributes in step with what a CRM exports: who pays for what, how much, and until when.
--
--     intercom-lua run sync_crm.lua crm_export.csv
--
-- An empty cell changes nothing. What the CRM says has ended is cleared, which takes intercom.null.

local plans = { BAS = "free", PRO = "pro", ENT = "team" }

-- "1.234,50" is how the export writes it.
local function amount(cell)
  return cell and tonumber((cell:gsub("%.", ""):gsub(",", ".")))
end

return function(row)
  local has_ended = row.Status == "Churned"
  local plan      = plans[row.Product]
  if row.Product and not plan then log.warn("an unknown product", { product = row.Product, account = row.Account }) end

  return intercom.update_contact {
    matching_field  = "external_id",
    matching_value  = row.Account,
    mappings        = { phone = text.phone(row.Phone, "DE") },
    custom_mappings = {
      plan         = has_ended and intercom.null or plan,
      mrr          = has_ended and 0 or amount(row.MRR),
      seats        = math.tointeger(row.Licences),
      renewal_date = has_ended and intercom.null or time.parse(row.Renewal, "%d.%m.%Y"),
    },
  }
end
