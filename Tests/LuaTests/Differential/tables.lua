-- The table library: lists, lists with holes, proxies whose metamethods note each access, and what is no list at all.
local kit = ...
local random, pick, chance, text, note = kit.random, kit.pick, kit.chance, kit.text, kit.note
local pack = table.pack
local maximum, minimum = math.maxinteger, math.mininteger

local function element()
  local kind = random(12)
  if kind <= 6 then return random(50) end
  if kind <= 9 then return text(3, "abc") end
  if kind == 10 then return random(90) / 4 end
  return kit.odd_value()
end

local function list(longest, make)
  local made = {}
  for i = 1, random(longest + 1) - 1 do made[i] = (make or element)() end
  if chance(10) then made[random(#made + 3)] = nil end
  return made
end

-- Metamethods that work on another table, `length` being what `#` gives or nil for the true one.
local function proxy_metatable(made, length)
  local metatable = {
    __index = function(_, key)
      note("get", key)
      return made[key]
    end,
    __newindex = function(_, key, value)
      note("set", key, value)
      made[key] = value
    end,
    __len = function() return length or #made end,
  }
  if chance(12) then metatable[pick {"__index", "__newindex", "__len"}] = nil end
  if chance(20) then metatable.__index = made end
  if chance(20) then metatable.__newindex = made end
  return metatable
end

-- A list, a proxy for one, or a boolean that acts as one.
local function any_list(longest, make)
  local kind = random(10)
  if kind <= 6 then return list(longest, make) end
  local made = list(longest, make)
  local length
  if chance(4) then length = pick {0, -1, 2, #made + 2, 3.0, 2.5, "3", "x", {}} end
  local metatable = proxy_metatable(made, length)
  if kind <= 9 then return setmetatable({}, metatable) end
  return debug.setmetatable(true, metatable)
end

local function insert_arguments()
  local target = any_list(8)
  if chance(2) then return pack(target, element()) end
  local position = chance(20) and pick {0, -1, minimum, maximum, 2.0, 1.5, "2"} or random(10) - 1
  return pack(target, position, element())
end

kit.compare("table.insert", function(libraries)
  debug.setmetatable(true, nil)
  return libraries.table.insert, kit.disturb(insert_arguments())
end)

kit.compare("table.remove", function(libraries)
  debug.setmetatable(true, nil)
  local target = any_list(8)
  local position
  if chance(2) then position = chance(20) and pick {0, -1, minimum, maximum, 2.0, 1.5, "2"} or random(11) - 1 end
  local arguments = kit.disturb(pack(target, position))
  -- With a length of -1 every position is within bounds, and removing goes on from there.
  if arguments[2] == minimum then arguments[2] = 1 end
  return libraries.table.remove, arguments
end)

-- Bounds whose interval is short, or refused for its length.
local function interval()
  if chance(20) then return minimum, pick {0, 5, maximum} end
  if chance(20) then return pick {0, -1}, maximum end
  if chance(20) then return maximum - random(4), maximum - random(4) end
  if chance(20) then return minimum + random(4), minimum + random(4) end
  local first = random(12) - 4
  return first, first + random(8) - 2
end

-- Shortens an interval that is neither refused nor short.
local function shorten(arguments)
  local first, last = math.tointeger(arguments[2]), math.tointeger(arguments[3])
  if not first or not last or last + 0.0 - first < 1000 then return arguments end
  if first > 0 or last < maximum + first then arguments[3] = arguments[2] end
  return arguments
end

kit.compare("table.move", function(libraries)
  debug.setmetatable(true, nil)
  local from = any_list(8)
  local first, last = interval()
  local to = chance(20) and pick {maximum, minimum, maximum - 2, "3", 2.0} or random(12) - 3
  local target
  if chance(3) then target = chance(4) and from or any_list(5) end
  return libraries.table.move, shorten(kit.disturb(pack(from, first, last, to, target)))
end)

local function concatenable() return chance(30) and element() or (chance(3) and random(50) / pick {1, 2}) or text(3, "abc") end

kit.compare("table.concat", function(libraries)
  debug.setmetatable(true, nil)
  local target = any_list(8, concatenable)
  local separator = chance(2) and pick {"", ",", ", ", 5, "\0"} or nil
  local first, last
  if chance(3) then first, last = random(8) - 3, chance(2) and random(10) - 3 or nil end
  if chance(40) then first, last = maximum - 1, maximum end
  return libraries.table.concat, kit.disturb(pack(target, separator, first, last))
end)

kit.compare("table.unpack", function(libraries)
  debug.setmetatable(true, nil)
  local target = any_list(8)
  local first, last
  if chance(2) then first, last = random(8) - 3, chance(2) and random(10) - 3 or nil end
  if chance(20) then first, last = pick {minimum, 0, maximum, -1}, pick {maximum, minimum, 1 << 31, 10000000} end
  if first == maximum and last == maximum or first == minimum and last == minimum then note("at the edge") end
  return libraries.table.unpack, kit.disturb(pack(target, first, last))
end)

-- sort

local ordered_metatable = {__lt = function(a, b)
  note(a.key, b.key)
  return a.key < b.key
end}
local function ordered() return setmetatable({key = random(9)}, ordered_metatable) end

local function sortable()
  return pick {
    function() return random(1000) end, function() return random(5) end, function() return text(4, "ab\0") end,
    function() return random(99) / 8 end, ordered, function() return chance(12) and element() or random(30) end,
  }
end

local function comparison()
  local kind = random(10)
  if kind <= 4 then return nil end
  if kind == 5 then return function(a, b) note(a, b) return a > b end end
  if kind == 6 then return function(a, b) note(a, b) return chance(2) end end
  if kind == 7 then return function() return true end end
  if kind == 8 then return function(a, b) return a <= b end end
  if kind == 9 then return function(a, b) if chance(40) then error("raised by the comparison") end return a < b end end
  return chance(2) and function() return false end or kit.odd_value()
end

kit.compare("table.sort", function(libraries)
  debug.setmetatable(true, nil)
  -- Up to 127 elements Lua's choice of pivots does not depend on the time of the day.
  local target = any_list(chance(20) and 127 or 16, sortable())
  return libraries.table.sort, kit.disturb(pack(target, comparison()))
end)

kit.compare("table.sort of many", function(libraries)
  local target = {}
  local make = pick {function() return random(1 << 40) end, function() return random(10) end, function(i) return i end,
    function(i) return -i end, function(i) return i % 7 end}
  for i = 1, 100 + random(900) do target[i] = make(i) end
  return libraries.table.sort, pack(target, chance(3) and function(a, b) return a > b end or nil)
end, kit.count // 100)

debug.setmetatable(true, nil)
