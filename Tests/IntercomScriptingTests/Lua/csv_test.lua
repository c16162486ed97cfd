equal(csv.parse("a,b\n1,\n\"x\"\"y\",2\r\n"), { { a = "1" }, { a = 'x"y', b = "2" } })
equal(csv.parse("a;b\n1;\n", { delimiter = "semicolon", empty = "string" }), { { a = "1", b = "" } })
equal(csv.parse("1,2\n", { columns = { "x", "y" } }), { { x = "1", y = "2" } })
equal(csv.parse(""), {})
equal(csv.parse("a\n"), {})
raises("csv.parse:3: record 2: expected 2 cells as in the header, found 1", csv.parse, "a,b\n1,2\n3\n")
raises('there is no option "header", only columns, delimiter, empty', csv.parse, "", { header = false })
raises('delimiter must be "comma" or "semicolon" or "tab", not ";"', csv.parse, "", { delimiter = ";" })
raises("columns must be a list of strings", csv.parse, "", { columns = { 1 } })

equal(csv.encode({ { b = 1, a = "x,y" }, { c = true } }), 'a,b,c\n"x,y",1,\n,,true\n')
equal(csv.encode({ { a = 1.0, b = json.null, c = { 1, 2 } } }), 'a,b,c\n1.0,,"[1,2]"\n')
equal(csv.encode({ { a = "1\n2" } }, { columns = { "b", "a" }, delimiter = "tab" }), 'b\ta\n\t"1\n2"\n')
equal(csv.encode({}), "")
equal(csv.encode({}, { columns = { "a" } }), "a\n")
raises('field "b": is no column: a', csv.encode, { { a = 1, b = 2 } }, { columns = { "a" } })
raises("a list of rows expected, got a table of named fields", csv.encode, { a = 1 })
raises("every row must be a table of named cells", csv.encode, { 1 })
raises("table expected, got no value", csv.encode)
local wide = {}
for i = 1, 9000 do wide[i] = { ["c" .. i] = 1 } end
raises("9000 rows of 9000 columns are too many cells", csv.encode, wide)

-- There and back.
local rows = { { a = "é\"", b = " x " }, { a = "," } }
equal(csv.parse(csv.encode(rows)), rows)
