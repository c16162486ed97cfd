-- setmetatable, load, collectgarbage and the os library.
local kit = ...
local random, pick, chance, text, note = kit.random, kit.pick, kit.chance, kit.text, kit.note
local pack, concat = table.pack, table.concat

kit.compare("setmetatable", function(libraries)
  local target, metatable = {}, chance(6) and nil or {__index = chance(2) and {} or nil, __name = "NAME"}
  if chance(4) then debug.setmetatable(target, {__metatable = chance(2) and "locked" or nil, __index = {}}) end
  local arguments = pack(target, metatable)
  return libraries.setmetatable, kit.disturb(arguments), function(f, ...)
    local result = f(...)
    return rawequal(result, (...)), debug.getmetatable(result)
  end
end)

-- Numerals, mostly such as stand in cells: digits, a sign, a point, now and then what only looks like one.

local edges = {"-0", "-0.0", ".", "-", "-.", "1.", ".5", "-.5", "999999999999999", "9999999999999999", "9007199254740993",
  "0.1", "123456789012.345", "1234567890123.456", "9223372036854775807", "9223372036854775808", "1e3", "0x10", "inf", "nan",
  " 7 ", "7 ", "+7", "--7", "1.2.3", "1,5", "007", "00.70", "1_000", "\0", "5\0", "", "0.000000000000001"}

local function numeral()
  if chance(6) then return pick(edges) end
  if chance(12) then return text(8, "0123456789.-+eExX \t\0") end
  local digits = text(chance(8) and 20 or 9, "0123456789")
  local fraction = chance(2) and "." .. text(chance(8) and 17 or 4, "0123456789") or ""
  return (chance(4) and "-" or "") .. digits .. fraction
end

kit.compare("tonumber", function(libraries)
  local arguments = pack(numeral())
  if chance(6) then arguments = kit.disturb(pack(numeral(), chance(2) and random(40) - 2 or nil)) end
  return libraries.tonumber, arguments
end)

local operators = {"__add", "__sub", "__mul", "__mod", "__pow", "__div", "__idiv"}
local answering = setmetatable({}, {})
for _, name in ipairs(operators) do getmetatable(answering)[name] = function(a, b) note(a, b) return name end end

local function operand()
  if chance(3) then return random(2000) - 1000 end
  if chance(5) then return (random(200000) - 100000) / 64 end
  if chance(20) then return chance(2) and answering or kit.odd_value() end
  return numeral()
end

for _, name in ipairs(operators) do
  kit.compare("arithmetic of strings, " .. name, function(libraries)
    local a, b = operand(), operand()
    if type(a) ~= "string" and type(b) ~= "string" then a = numeral() end
    return libraries.strings[name], pack(a, b)
  end)
end

-- Programs: lines of Lua, mostly sound.

local lines = {
  "local a = 1\n", "x = (x or 0) + 1 ", "return x, ...", "return 'done'", "for i = 1, 3 do y = i end ", "do local b <const> = 2 end ",
  "::here:: ", "goto here ", "if x then z = 1 else z = 2 end ", "local t = {1, 2, k = 'v'} ", "error('raised') ", "-- comment\n",
  "f = function(...) return ... end ", "while false do break end ", "local s = [[long\nstring]] ", "x = x .. ", "end ",
  "repeat until true ", "return setfenv ", "x = 0x1p4 // 3 ", "local c <close> = nil ", "x = '\\z \\u{48}' ", "\0", "return _ENV == ENV ",
}

local function program()
  local parts = {}
  for i = 1, random(5) do parts[i] = pick(lines) end
  if chance(10) then parts[random(#parts)] = text(5, "()=+-'\"[]{}\n\\0a1.") end
  if chance(40) then parts[#parts + 1] = ("-- padding\n"):rep(random(100)) end
  return concat(parts)
end

-- A reader function that hands out the program in pieces.
local function reader(source)
  local bad = chance(12) and pick {5, 1.5, {}, true, ""}
  local failing = chance(20)
  return function()
    note("read")
    if failing and chance(2) then error("raised by the reader") end
    if bad and chance(3) then return bad end
    if source == "" then return chance(2) and "" or nil end
    local size = random(9)
    local piece = source:sub(1, size)
    source = source:sub(size + 1)
    return piece
  end
end

-- Runs what was loaded, and tells its results and what it left in its environment.
local function run_loaded(f, ...)
  local chunk, message = f(...)
  if type(chunk) ~= "function" then return pack(chunk, message) end
  local thread = coroutine.create(chunk)  -- a hook of its own ends what loops
  debug.sethook(thread, function() error("too long") end, "", 1000)
  return pack(chunk ~= nil, message, coroutine.resume(thread, 7))
end

kit.compare("load", function(libraries)
  for _, name in ipairs {"x", "y", "z", "f", "goto"} do _G[name] = nil end  -- where the environment is dropped
  local source = program()
  if chance(2) then source = reader(source) end
  local name = chance(3) and pick {"=name", "@file.lua", "text\nof two lines", "", ("long"):rep(30)} or nil
  -- With Lua's own, mode "b" would load what is precompiled, so only such chunks are given to it that are text.
  local mode = chance(4) and pick {"t", "bt", "b", "", "x", "tb"} or nil
  local environment = setmetatable({}, {__index = {error = error}})
  environment.ENV = environment
  return libraries.load, kit.disturb(pack(source, name, mode, environment)), run_loaded
end)

kit.compare("load of a precompiled chunk", function(libraries)
  local chunk = string.dump(function() return 1 end)
  if chance(2) then chunk = reader(chunk) end
  return libraries.load, pack(chunk, "name", "t")
end, kit.count // 100)

kit.compare("collectgarbage", function(libraries)
  local option = pick {"count", "count", "isrunning", "collect", "step", "no such option", "", 5}
  if option == "collect" and not chance(50) then option = "count" end
  if option == "step" then option = chance(50) and "collect" or "count" end
  local arguments = chance(40) and pack() or chance(20) and pack(kit.odd_value()) or pack(option)
  if #arguments == 0 and not chance(20) then arguments = pack("isrunning") end
  return libraries.collectgarbage, arguments, function(f, ...)
    local result = f(...)
    return type(result) == "number" and math.type(result) or result
  end
end)

-- The clock of the state stands still here and there alike only where the time is given.

local fields = {"year", "month", "day", "hour", "min", "sec", "isdst"}

local function date_table()
  local date = {year = 1970 + random(80), month = random(14) - 1, day = random(40) - 5}
  for _, field in ipairs(fields) do if chance(4) then date[field] = random(100) - 30 end end
  if chance(20) then date[pick(fields)] = pick {1 << 40, math.maxinteger, math.mininteger, 1.5, 3.0, "7", "x", {}} end
  if chance(20) then date[pick(fields)] = nil end
  if chance(5) then date.isdst = chance(2) end
  return date
end

kit.compare("os.time", function(libraries)
  local arguments = kit.disturb(pack(date_table()))
  if arguments.n == 0 or arguments[1] == nil then arguments = pack(1) end
  return libraries.os.time, arguments
end)

local conversions = {"%Y", "%m", "%d", "%H", "%M", "%S", "%p", "%A", "%B", "%c", "%x", "%X", "%j", "%%", "%EY", "%Od", "%E",
  "%Ez", "%Q", "%", "text", "\0", "!", "*t", "%U", "%z", "%G", "%s"}

local function date_format()
  if chance(6) then return chance(2) and "*t" or "!*t" end
  local parts = {chance(3) and "!" or ""}
  for i = 1, random(4) do parts[i + 1] = conversions[random(chance(3) and #conversions or 13)] end
  return concat(parts)
end

kit.compare("os.date", function(libraries)
  local time = chance(30) and pick {1 << 60, -(1 << 60), 1e9, 1.5, "86400", "x"} or random(1 << 32) - (1 << 30)
  local arguments = kit.disturb(pack(date_format(), time))
  if arguments.n < 2 or arguments[2] == nil then arguments[2], arguments.n = 0, 2 end
  return libraries.os.date, arguments
end)

kit.compare("os.date of a long format", function(libraries)
  local parts = {chance(2) and "!" or ""}
  for i = 1, 3000 + random(3000) do
    parts[i + 1] = chance(3) and pick {"!", "*t", "text", "\0"} or conversions[random(16)]
  end
  if chance(4) then parts[2] = "*t\0" end
  return libraries.os.date, pack(concat(parts), random(1 << 31))
end, kit.count // 1000)

kit.compare("os.difftime", function(libraries)
  return libraries.os.difftime, kit.disturb(pack(random(1 << 33) - (1 << 32), random(1 << 33) - (1 << 32)))
end)
