-- Compares what a sandboxed script gets with Lua's own, call by call: the same generated arguments go to both, and the
-- results, the error messages, what was changed in the arguments and the order in which callbacks ran must be equal.
--
-- Called with both sets of libraries, a seed and the number of cases a function. Returns the kit of the other files.
local ours, original, seed, count = ...

local kit = {ours = ours, original = original, count = count, reports = {}}
local pcall, pack, unpack, concat, sort = original.pcall, table.pack, table.unpack, table.concat, table.sort
local format, gsub, mathtype, rawget = string.format, original.string.gsub, math.type, rawget

-- Random numbers: xorshift, so that a seed gives the same cases everywhere.

local state = seed * 2862933555777941757 + 3037000493

local function random(n)
  state = state ~ (state << 13)
  state = state ~ (state >> 7)
  state = state ~ (state << 17)
  return (state >> 12) % n + 1
end

function kit.chance(n) return random(n) == 1 end
function kit.pick(list) return list[random(#list)] end
kit.random = random

-- Traces: callbacks and metamethods note that they ran.

local trace = {}
function kit.note(...) trace[#trace + 1] = kit.describe(pack(...)) end

-- Descriptions: a string that is equal for equal values; tables and functions by their order of appearance.

local names = setmetatable({}, {__mode = "k"})
function kit.name(value, name) names[value] = name return value end

local describers = {}

local function describe(value, seen)
  return describers[type(value)](value, seen)
end

describers["nil"] = tostring
describers["boolean"] = tostring
function describers.number(value)
  return mathtype(value) == "integer" and format("%d", value) or format("%a", value)
end
function describers.string(value)
  return #value .. ":" .. (gsub(value, "0x%x%x%x%x%x%x%x%x%x%x%x%x", "POINTER"))
end
describers["function"] = function(value) return names[value] or "function" end
describers.thread = function(value) return names[value] or "thread" end
describers.userdata = function(value) return names[value] or "userdata" end

function describers.table(value, seen)
  if names[value] then return names[value] end
  if seen[value] then return "table" .. seen[value] end
  seen.count = (seen.count or 0) + 1
  seen[value] = seen.count
  local numbers, others = {}, {}
  for key, item in next, value do
    if mathtype(key) == "integer" then numbers[#numbers + 1] = key
    else others[#others + 1] = describe(key, {}) .. "=" .. describe(item, seen) end
  end
  sort(numbers)
  sort(others)
  for i = 1, #numbers do numbers[i] = numbers[i] .. "=" .. describe(rawget(value, numbers[i]), seen) end
  return "{" .. concat(numbers, ",") .. ";" .. concat(others, ",") .. "}"
end

function kit.describe(value) return describe(value, {}) end

-- Calls `f` under the name "f", which is then what Lua's messages call it.
local function invoke(f, ...) return pack(f(...)) end

-- One call with generated arguments, described. `make` gets the libraries and returns a function, its arguments, and
-- optionally another way to call it than `invoke`.
local function attempt(make, libraries)
  trace = {}
  local f, arguments, call = make(libraries)
  local ok, results = pcall(call or invoke, f, unpack(arguments, 1, arguments.n or #arguments))
  local seen = {}
  return describe(ok, seen) .. " " .. describe(results, seen) .. "\nafter " .. describe(arguments, seen)
    .. "\ntrace " .. concat(trace, " ")
end

-- Runs `make` for every case. Raises an error with both descriptions where they differ.
function kit.compare(name, make, cases)
  cases = cases or count
  for i = 1, cases do
    local before = state
    local got = attempt(make, ours)
    local after = state
    state = before
    local expected = attempt(make, original)
    if got ~= expected then
      state = before
      local _, arguments = make(original)
      error(format("%s, case %d of seed %d: arguments %s\nours %s\nLua's %s", name, i, seed,
        kit.describe(arguments), got, expected), 0)
    end
    if after ~= state then error(name .. ": the number of callbacks differs", 0) end
  end
  kit.reports[#kit.reports + 1] = {name = name, cases = cases}
end

function kit.idle() end

-- Values of any type, for arguments that should be of another.

local odd_values = {
  function() return nil end, function() return true end, function() return random(20) - 8 end,
  function() return (random(200) - 100) / 8 end, function() return "" end, function() return "7" end,
  function() return " 0x10 " end, function() return "abc" end, function() return {} end, function() return kit.idle end,
  function() return 0 / 0 end, function() return math.huge end, function() return math.maxinteger end,
  function() return math.mininteger end, function() return 2.0 ^ 53 end, function() return io.stdout end,
  function() return coroutine.create(kit.idle) end,
}
function kit.odd_value() return odd_values[random(#odd_values)]() end

-- Now and then replaces, adds or drops an argument.
function kit.disturb(arguments)
  local n = arguments.n or #arguments
  local kind = random(24)
  if kind == 1 and n > 0 then n = n - 1
  elseif kind == 2 then n = n + 1 arguments[n] = kit.odd_value()
  elseif kind == 3 and n > 0 then arguments[random(n)] = kit.odd_value()
  elseif kind == 4 then n = random(n + 1) - 1 end
  arguments.n = n
  return arguments
end

-- A string of up to `longest` characters of the alphabet.
function kit.text(longest, alphabet)
  local length, characters = random(longest + 1) - 1, {}
  for i = 1, length do
    local at = random(#alphabet)
    characters[i] = alphabet:sub(at, at)
  end
  return concat(characters)
end

kit.name(kit.idle, "idle")
kit.name(io.stdout, "stdout")
return kit
