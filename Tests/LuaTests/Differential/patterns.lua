-- find, match, gmatch and gsub: patterns from a grammar, some then damaged.
local kit = ...
local random, pick, chance, text = kit.random, kit.pick, kit.chance, kit.text
local concat, pack = table.concat, table.pack

local letters = "aabbc1 -%_.]\0\xe9A"
local classes = {"%a", "%c", "%d", "%g", "%l", "%p", "%s", "%u", "%w", "%x", "%A", "%D", "%S", "%W", "%z", "%.", "%%",
  "%]", "%-", "%\xe9"}

local function set_item()
  local kind = random(6)
  if kind == 1 then return pick(classes) end
  if kind == 2 then return pick {"a-c", "0-9", "A-Z", "\0-\xff", "c-a", "--a", "%a-z", "-", "a-", "^"} end
  return text(2, letters)
end

local function set()
  local parts = {"[", chance(4) and "^" or "", chance(8) and "]" or ""}
  for _ = 1, random(3) do parts[#parts + 1] = set_item() end
  parts[#parts + 1] = "]"
  return concat(parts)
end

local function single()
  local kind = random(10)
  if kind <= 4 then return pick {"a", "b", "c", "1", " ", "-", "\0", "]", "\xe9"} end
  if kind <= 6 then return "." end
  if kind <= 8 then return pick(classes) end
  return set()
end

-- A sequence of items with at most `budget.repeats` repetitions, since each multiplies the time a failure takes.
local function sequence(depth, budget)
  local parts = {}
  for _ = 1, random(4) do
    local kind = random(14)
    if kind == 1 and depth > 0 then parts[#parts + 1] = "(" .. sequence(depth - 1, budget) .. ")"
    elseif kind == 2 and depth > 0 then parts[#parts + 1] = "()"
    elseif kind == 3 then parts[#parts + 1] = pick {"%bab", "%b()", "%b a", "%baa", "%b\0a", "%f[%w]", "%f[^a]", "%f[\0]", "%f[%z]"}
    elseif kind == 4 and chance(2) then parts[#parts + 1] = pick {"%1", "%2", "%3", "%0", "%9"}
    elseif budget.repeats > 0 and chance(2) then
      budget.repeats = budget.repeats - 1
      parts[#parts + 1] = single() .. pick {"*", "+", "-", "?"}
    else parts[#parts + 1] = single() end
  end
  return concat(parts)
end

local function damage(pattern)
  local at = random(#pattern + 1)
  local kind = random(3)
  if kind == 1 then return pattern:sub(1, at - 1) .. pattern:sub(at + 1) end
  local c = pick {"%", "[", "]", "(", ")", "*", "-", "^", "$", "%b", "%f", "\0", "a"}
  return pattern:sub(1, at - 1) .. c .. pattern:sub(kind == 2 and at or at + 1)
end

-- Patterns at the limits of nesting and captures.
local function extreme()
  local n = pick {1, 30, 31, 32, 33, 34, 190, 197, 198, 199, 200, 201, 202, 240}
  local unit = pick {"a?", "()", "(", "(a", "(a)", "a-", ")"}
  -- An end that fails would be tried with every way to share the subject among the repetitions.
  return unit:rep(n) .. pick(unit:find("[?-]") and {"", ")", "%0"} or {"", ")", "%)%)", "%1"})
end

local function pattern()
  if chance(300) then return extreme() end
  local made = (chance(5) and "^" or "") .. sequence(2, {repeats = 4}) .. (chance(5) and "$" or "")
  if chance(5) then made = damage(made) end
  if chance(40) then made = damage(damage(made)) end
  if chance(60) then made = text(6, letters) end
  return made
end

local function subject()
  if chance(150) then return ("a"):rep(random(260)) .. text(2, "ab") end
  if chance(10) then return text(30, "\0a()b %\xe9") end
  return text(chance(4) and 40 or 12, pick {"ab", "abc 1", "aab()", letters, "a1 b2,c-"})
end

local function start() return random(5) > 1 and nil or random(24) - 12 end

local function find_arguments()
  local arguments = pack(subject(), pattern(), start(), chance(10) or nil)
  return kit.disturb(arguments)
end

kit.compare("string.find", function(libraries) return libraries.string.find, find_arguments() end)
kit.compare("string.match", function(libraries) return libraries.string.match, find_arguments() end)

-- Iterates, at most as often as an ordinary subject allows.
local function iterate(f, ...)
  local next_match = f(...)
  local matches = {}
  for i = 1, 60 do
    local captures = pack(next_match())
    matches[i] = captures
    if captures[1] == nil then break end
  end
  return matches
end

kit.compare("string.gmatch", function(libraries)
  return libraries.string.gmatch, kit.disturb(pack(subject(), pattern(), start())), iterate
end)

local function replacement_text()
  local parts = {}
  for i = 1, random(4) do parts[i] = pick {"x", "", "%0", "%1", "%2", "%%", "yz\0", "%9", "%", "%x"} end
  if chance(4) then parts[2] = "%" .. random(10) - 1 end
  return concat(parts)
end

-- What a replacement function or table answers.
local function answer()
  return pick {"r", "", 12, 1.5, false, "%1", "long replacement", nil}
end

local function replacement_function()
  local bad = chance(20)
  return function(...)
    kit.note(...)
    if bad and chance(3) then return pick {{}, true, kit.idle} end
    if bad and chance(6) then error("raised by the replacement") end
    return answer()
  end
end

local function replacement_table()
  local made = {a = answer(), b = answer(), ab = answer(), [1] = answer(), [""] = answer()}
  if chance(30) then made.a = true end
  if chance(2) then return made end
  return setmetatable({a = answer()}, {__index = chance(2) and made or function(_, key)
    kit.note(key)
    return answer()
  end})
end

local function replacement()
  local kind = random(8)
  if kind <= 4 then return replacement_text() end
  if kind == 5 then return chance(4) and random(100) or text(3, "ab") end
  if kind == 6 then return replacement_table() end
  return replacement_function()
end

kit.compare("string.gsub", function(libraries)
  local limit = chance(4) and random(6) - 2 or nil
  return libraries.string.gsub, kit.disturb(pack(subject(), pattern(), replacement(), limit))
end)
