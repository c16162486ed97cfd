-- Numbers stay what they are.
equal(json.encode({ 1, 1.0, -0.0, 2 ^ 53, 9007199254740993, math.mininteger }),
  "[1,1.0,-0.0,9007199254740992.0,9007199254740993,-9223372036854775808]")
equal(json.decode("[1,1.0,1e2,9007199254740993,18446744073709551615]"),
  { 1, 1.0, 100.0, 9007199254740993, 18446744073709551615.0 })

-- Null says nothing where nil would leave out.
equal(json.null ~= nil, true)
equal(json.encode({ a = json.null, b = nil }), '{"a":null}')
equal(json.decode('{"a":null}').a, json.null)
equal(json.decode("null"), json.null)
equal(json.encode(json.null), "null")
raises("value expected, got nil", json.encode, nil)

-- Arrays and objects, empty ones too.
equal(json.encode({}), "{}")
equal(json.encode(json.array({})), "[]")
equal(json.encode(json.array()), "[]")
equal(json.encode(json.decode('{"b":[],"a":{},"c":[[],[{"d":[]}]]}')), '{"a":{},"b":[],"c":[[],[{"d":[]}]]}')
equal(json.encode(json.decode("[]")), "[]")
local list = json.array({ 1 })
equal(list[1], 1)
list[1] = nil
equal(json.encode({ list = list }), '{"list":[]}')
equal(json.array(list) == list, true)
raises("a table with a metatable cannot be marked", json.array, setmetatable({}, {}))
raises("table expected, got string", json.array, "x")

-- Text is UTF-8.
equal(json.encode('é"\\\n\0👩‍👩‍👧'), '"é\\"\\\\\\n\\u0000👩‍👩‍👧"')
equal(json.decode('"\\u00e9\\ud83d\\ude00\\/"'), "é😀/")
raises("a: string is not valid UTF-8", json.encode, { a = "\xff" })
raises("invalid JSON", json.decode, '"\xff"')

-- Pretty.
equal(json.encode({ a = { 1, { b = 2 } }, c = json.array() }, { pretty = true }), [[
{
  "a": [
    1,
    {
      "b": 2
    }
  ],
  "c": []
}]])
equal(json.encode({ 1 }, { pretty = false }), "[1]")
raises('there is no option "prety", only pretty', json.encode, {}, { prety = true })
raises("pretty must be true or false", json.encode, {}, { pretty = 1 })

-- Errors name the place.
raises("bad argument #1 to 'encode' (mappings.tags[2]: a function cannot be written as JSON)", json.encode,
  { mappings = { tags = { "a", print } } })
raises("neither an array nor an object", json.encode, { 1, a = 1 })
local deep = {}
for i = 1, 200000 do deep[i] = i end
for _ = 1, 199 do deep = { deep } end
raises("more than 64 MB of text at once", json.encode, deep, { pretty = true })
equal(#json.encode(deep) > 1000000, true)
raises("x: JSON has no inf", json.encode, { x = 1 / 0 })
local loop = {}
loop.loop = loop
raises("one that contains itself", json.encode, loop)
raises("invalid JSON in line 2, column 6", json.decode, '{"a": 1,\n"é": x}')
raises("invalid JSON", json.decode, "")
raises("invalid JSON", json.decode, "1 2")
raises("string expected, got no value", json.decode)
raises("nested too deeply", json.decode, ("["):rep(300) .. ("]"):rep(300))

-- A metatable of the script cannot meddle.
local outer
local meddler = setmetatable({}, { __index = function()
  outer.a = nil
  for i = 1, 100 do outer["k" .. i] = i end
  collectgarbage()
end })
outer = { a = meddler, b = meddler, c = 1 }
equal(json.encode(outer), '{"a":{},"b":{},"c":1}')
