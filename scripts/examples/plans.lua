-- Turns a billing export into one record for each person: what their team pays a month, and until when.
--
--     intercom-lua map plans.lua subscriptions.ndjson
--
-- A script for `map` returns what becomes of a record: another one, a list of them, or nothing.

local months = { month = 1, quarter = 3, year = 12 }

return function(subscription)
  if subscription.status == "canceled" then return nil end

  local cents  = subscription.unit_amount * subscription.quantity // months[subscription.interval]
  local people = {}
  for _, email in ipairs(subscription.members) do
    people[#people + 1] = {
      email        = text.lower(text.trim(email)),
      plan         = subscription.plan:match("^%a+"),    -- "team-yearly" is the team plan
      seats        = subscription.quantity,
      mrr          = cents / 100,
      trial        = subscription.status == "trialing",
      renewal_date = time.parse(subscription.renews),    -- Unix seconds
    }
  end
  return people
end
