-- Where nothing waits, the items follow each other.
local seen = {}
local results = parallel({ "a", "b", "c" }, function(item, position)
  seen[#seen + 1] = item .. position
  return item:upper()
end)
equal(results, { "A", "B", "C" })
equal(seen, { "a1", "b2", "c3" })
equal(parallel({}, error), {})
equal(parallel({ 1, 2 }, function(n) return n * 2 end, { concurrency = 1 }), { 2, 4 })

-- Nil holds its place.
local some = parallel({ 1, 2, 3 }, function(n) if n ~= 2 then return n end end)
equal(some[1], 1)
equal(some[2], nil)
equal(some[3], 3)

-- An error ends it, and it is the error.
local begun = 0
raises("no " .. 2, parallel, { 1, 2, 3 }, function(n)
  begun = begun + 1
  if n == 2 then error("no " .. n) end
end)
equal(begun, 2)
local ok, e = pcall(parallel, { 1 }, function() error({ code = 7 }) end)
equal(ok, false)
equal(e.code, 7)

-- Arguments.
raises("table expected, got string", parallel, "abc", print)
raises("function expected, got no value", parallel, {})
raises('there is no option "concurency", only concurrency', parallel, {}, print, { concurency = 2 })
raises("concurrency must be at least 1", parallel, {}, print, { concurrency = 0 })
