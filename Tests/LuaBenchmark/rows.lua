-- What the benches of all hosts run: each function does `n` times what its row of the table says.
local rows = {}

function rows.no_argument(n, nothing)
  for _ = 1, n do nothing() end
end

function rows.integer(n, increment)
  for i = 1, n do increment(i) end
end

function rows.text(n, measure)
  local email = "ada@example.com"
  for _ = 1, n do measure(email) end
end

function rows.echo(n, echo)
  local email = "ada@example.com"
  for _ = 1, n do echo(email) end
end

function rows.failure(n, fail)
  local pcall = pcall
  for _ = 1, n do pcall(fail) end
end

function rows.push_record(n, record)
  for _ = 1, n do record() end
end

function rows.read_record(n, read)
  local record = {name = "Ada Lovelace", email = "ada@example.com", seats = 12, active = true}
  for _ = 1, n do read(record) end
end

-- What the host calls.
function rows.callee(i)
  return i
end

function rows.coroutine(n)
  local wrap, yield = coroutine.wrap, coroutine.yield
  local resume = wrap(function() while true do yield() end end)
  for _ = 1, n do resume() end
end

function rows.fib(n)
  local function fib(i)
    if i < 2 then return i end
    return fib(i - 1) + fib(i - 2)
  end
  return fib(n)
end

-- Tables of all kinds: grown, filled, read, thrown away.
function rows.tables(n)
  local insert = table.insert
  local sum = 0
  for i = 1, n do
    local list, record = {}, {id = i, name = "n", tags = {}}
    for j = 1, 20 do list[j] = j * i end
    for j = 1, 5 do insert(record.tags, "t" .. j) end
    for _, value in ipairs(list) do sum = sum + value end
    for key in pairs(record) do sum = sum + #key end
  end
  return sum
end

return rows
