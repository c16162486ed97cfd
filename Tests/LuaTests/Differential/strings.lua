-- The other replaced or guarded functions that take strings and numbers.
local kit = ...
local random, pick, chance, text = kit.random, kit.pick, kit.chance, kit.text
local pack, concat = table.pack, table.concat

kit.compare("string.rep", function(libraries)
  local times = chance(40) and pick {1 << 31, 1 << 40, math.maxinteger, math.mininteger, (1 << 31) - 1, 5.0, 2.5}
    or random(40) - 6
  local arguments = kit.disturb(pack(text(12, "ab\0"), times, chance(2) and text(4, ",;") or nil))
  -- Lua repeats an empty string as often as it is told to, however long that takes; and one character makes 2 GB.
  if math.type(arguments[2]) and arguments[2] > 1000 and #tostring(arguments[1]) < 2 then arguments[2] = 3 end
  return libraries.string.rep, arguments
end)

local specifiers = {"d", "i", "u", "c", "x", "X", "o", "e", "f", "g", "G", "a", "A", "q", "s", "p", "%", "n", "", "\0"}

local function directive()
  local flags = chance(3) and text(3, "-+ #0") or ""
  local width = chance(4) and text(3, "0123456789") or ""
  local precision = chance(4) and "." .. text(2, "0123456789") or ""
  return "%" .. flags .. width .. precision .. pick(specifiers)
end

local speaking = setmetatable({}, {__tostring = function() return "speaking" end, __name = "NAME"})
local silent = setmetatable({}, {__tostring = function() return {} end})
local named = setmetatable({}, {__name = "NAME"})

local function formatted_value()
  local kind = random(12)
  if kind <= 3 then return random(2000) - 1000 end
  if kind <= 5 then return (random(200000) - 100000) / 64 end
  if kind <= 8 then return text(14, "ab%\0\n\"\\1") end
  if kind == 9 then return ("x"):rep(90 + random(30)) end
  if kind == 10 then return pick {speaking, silent, named, math.huge, -math.huge, "0x7fp2", "10", 1 << 62} end
  return kit.odd_value()
end

kit.compare("string.format", function(libraries)
  local parts, arguments = {}, {}
  for i = 1, random(4) do
    parts[#parts + 1] = chance(3) and text(4, "ab \0") or ""
    parts[#parts + 1] = directive()
    arguments[i + 1] = formatted_value()
  end
  arguments[1] = concat(parts)
  arguments.n = #parts // 2 + 1
  return libraries.string.format, kit.disturb(arguments)
end)

kit.compare("string.pack", function(libraries)
  local parts, arguments = {}, {n = 1}
  for _ = 1, random(5) do
    local option = pick {"b", "B", "h", "H", "i", "I", "l", "L", "j", "J", "T", "f", "d", "n", "s", "z", "x", "X", "c",
      "<", ">", "=", "!", " ", "?"}
    if option:find("[iIsc!]") and chance(2) then option = option .. random(20) end
    parts[#parts + 1] = option
    arguments.n = arguments.n + 1
    arguments[arguments.n] = option:find("[sczX]") and text(8, "ab\0") or formatted_value()
  end
  arguments[1] = concat(parts)
  return libraries.string.pack, kit.disturb(arguments)
end)

local function numbers(largest)
  local arguments = {n = random(6) - 1}
  for i = 1, arguments.n do arguments[i] = chance(20) and tostring(random(200)) or random(largest) - 1 end
  if chance(20) then arguments[1] = pick {-1, 256, 65.0, 65.5, "x", 0x7FFFFFFF, 0x80000000} end
  return kit.disturb(arguments)
end

kit.compare("string.char", function(libraries) return libraries.string.char, numbers(258) end)
kit.compare("utf8.char", function(libraries) return libraries.utf8.char, numbers(0x110000) end)

local ordered = setmetatable({}, {__lt = function(a, b)
  kit.note(a, b)
  return chance(2)
end})

local function comparables()
  local arguments = {n = random(6) - 1}
  local kind = random(4)
  for i = 1, arguments.n do
    if kind == 1 then arguments[i] = text(3, "ab\0")
    elseif kind == 2 and chance(2) then arguments[i] = ordered
    else arguments[i] = chance(3) and (random(100) - 50) / 4 or random(100) - 50 end
  end
  return kit.disturb(arguments)
end

kit.compare("math.max", function(libraries) return libraries.math.max, comparables() end)
kit.compare("math.min", function(libraries) return libraries.math.min, comparables() end)
