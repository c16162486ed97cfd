-- pcall, xpcall and the coroutine library: small random programs of nested calls that raise, catch, yield and close.
-- Each program is played twice, by the same player over either set of libraries.
local kit = ...
local random, pick, chance, note = kit.random, kit.pick, kit.chance, kit.note
local pack, unpack = table.pack, table.unpack

local function value() return pick {1, 2.5, "text", false, true, {}, nil} end

local play  -- plays a program

-- What a program can do. Each gets the libraries, the depth that remains and the program's arguments.
local actions = {}

function actions.answer(_, _, ...) return value(), ... end
function actions.raise() error(value(), random(4) - 1) end
function actions.raise_message() error("raised", random(4) - 1) end
function actions.fail() local nothing = nil return nothing.field end
function actions.raise_nothing() error() end

function actions.pcall(libraries, depth, ...)
  local results = pack(libraries.pcall(play, libraries, depth, ...))
  note("pcall", unpack(results, 1, results.n))
  return unpack(results, 1, results.n)
end

function actions.pcall_of_anything(libraries)
  return libraries.pcall(unpack(kit.disturb {kit.odd_value()}))
end

-- Message handlers; some fail, some until they are called with a number small enough.
local function handler()
  local kind = random(8)
  if kind == 1 then return kit.odd_value() end
  if kind == 2 then return function(message) note("failing handler", message) error("raised by the handler") end end
  if kind == 3 then
    local left = random(250)
    return function(message)
      left = left - 1
      if left < 0 then return message end
      error(left)
    end
  end
  if kind == 4 then return function(message) return message, "second" end end
  if kind == 5 then return error end
  return function(message) note("handler", message) return {"handled", message} end
end

function actions.xpcall(libraries, depth, ...)
  local results = pack(libraries.xpcall(play, handler(), libraries, depth, ...))
  note("xpcall", unpack(results, 1, results.n))
  return unpack(results, 1, results.n)
end

function actions.xpcall_of_anything(libraries)
  return libraries.xpcall(unpack(kit.disturb {kit.odd_value(), handler(), 1}))
end

function actions.yield(libraries, depth)
  local given = pack(libraries.coroutine.yield(value(), depth))
  note("resumed", unpack(given, 1, given.n))
  return unpack(given, 1, given.n)
end

function actions.wrap(libraries, depth)
  local f = libraries.coroutine.wrap(play)
  for i = 1, random(4) do
    if i == 1 then note("wrapped", f(libraries, depth, value())) else note("wrapped", f(value())) end
  end
  return f(value())
end

function actions.resume(libraries, depth, ...)
  local co = libraries.coroutine.create(play)
  for i = 1, random(4) do
    if i == 1 then note("resume", libraries.coroutine.resume(co, libraries, depth, ...))
    else note("resume", libraries.coroutine.resume(co, value())) end
    note(libraries.coroutine.status(co), libraries.coroutine.isyieldable(co))
  end
  if chance(2) then note("close", libraries.coroutine.close(co)) end
  if chance(4) then note("again", libraries.coroutine.close(co)) end
  note(libraries.coroutine.status(co))
end

function actions.coroutine_of_anything(libraries)
  local name = pick {"create", "resume", "wrap", "status", "close", "isyieldable", "running"}
  local f = libraries.coroutine[name]
  if name == "running" then return select(2, f()) end
  return type(f(unpack(kit.disturb {kit.odd_value()})))
end

function actions.own_coroutine(libraries)
  local co, main = libraries.coroutine.running()
  local close = chance(3)
  note(main, libraries.coroutine.status(co), libraries.coroutine.isyieldable())
  if close then return libraries.coroutine.close(co) end
  return libraries.coroutine.resume(co)
end

function actions.closing(libraries, depth, ...)
  local failing, yielding = chance(3), chance(6)
  local guard <close> = setmetatable({}, {__close = function(_, message)
    note("closed", message)
    if yielding then libraries.coroutine.yield("from __close") end
    if failing then error("raised while closing") end
  end})
  return play(libraries, depth, ...)
end

function actions.sequence(libraries, depth, ...)
  for _ = 1, random(3) do note(play(libraries, depth, ...)) end
  return play(libraries, depth, ...)
end

function actions.iterate(libraries, depth)
  for a, b in libraries.coroutine.wrap(function() play(libraries, depth) end) do
    note(a, b)
    if chance(3) then break end
  end
end

local all = {}
for name in pairs(actions) do all[#all + 1] = name end
table.sort(all)
local leaves = {"answer", "raise", "raise_message", "fail", "raise_nothing", "yield", "yield", "own_coroutine",
  "pcall_of_anything", "xpcall_of_anything", "coroutine_of_anything"}

function play(libraries, depth, ...)
  local name = pick(depth > 0 and all or leaves)
  note(name)
  return actions[name](libraries, depth - 1, ...)
end

kit.name(play, "play")
kit.name(kit.ours, "libraries")
kit.name(kit.original, "libraries")

-- Outermost a coroutine of the test's own, so that programs can yield.
local function perform(f, ...)
  local co = coroutine.create(f)
  local results = {}
  for i = 1, 5 do
    results[i] = pack(coroutine.resume(co, ...))
    if coroutine.status(co) == "dead" then break end
  end
  return results, coroutine.close(co)
end

for _, name in ipairs {"pcall", "xpcall", "resume", "wrap", "closing", "iterate", "pcall_of_anything",
  "xpcall_of_anything", "coroutine_of_anything"} do
  kit.compare("control: " .. name, function(libraries)
    return actions[name], pack(libraries, random(5) - 1, value()), perform
  end, kit.count // 4)  -- each makes several calls of most of the functions
end

-- Calls that nest until Lua's limits.
for _, name in ipairs {"pcall", "resume"} do
  kit.compare("control: nested " .. name, function(libraries)
    local depth = 180 + random(30)
    local f = name == "pcall" and libraries.pcall or function(g, ...)
      return libraries.coroutine.resume(libraries.coroutine.create(g), ...)
    end
    local function nest(n)
      if n == 0 then return "bottom" end
      return select(2, f(nest, n - 1))
    end
    return nest, pack(depth)
  end, kit.count // 200)
end
