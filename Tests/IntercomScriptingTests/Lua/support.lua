-- What the test files of the modules share.

--- Fails unless both are equal; tables are compared by what is in them.
function equal(found, expected)
  local function same(a, b)
    if type(a) ~= "table" or type(b) ~= "table" then return a == b and math.type(a) == math.type(b) end
    for key in pairs(a) do if b[key] == nil then return false end end
    for key, value in pairs(b) do if not same(a[key], value) then return false end end
    return true
  end
  if same(found, expected) then return end
  local function show(value) return type(value) == "table" and json.encode(value) or tostring(value) end
  error("expected " .. show(expected) .. ", found " .. show(found), 2)
end

--- Fails unless the call raises an error with this plain text in it.
function raises(text, call, ...)
  local ok, message = pcall(call, ...)
  if ok then error("expected an error: " .. text, 2) end
  if not tostring(message):find(text, 1, true) then error("expected " .. text .. ", found " .. tostring(message), 2) end
end
