equal(input.sources(), { "people.csv" })
raises('there is no option "reject", only rejected', input.rows, { reject = "skip" })
raises('rejected must be "raise" or "skip", not "drop"', input.rows, { rejected = "drop" })

local next = input.rows()
local row, meta = next()
equal(row, { email = "ada@acme.io", name = "Ada" })
equal(meta, { index = 1, line = 2, source = "people.csv" })

-- What one reader took, another does not get.
equal(input.all(), { { email = "grace@navy.mil", name = "Grace" } })
equal(next(), nil)
equal(next(), nil)
equal(input.all(), {})
