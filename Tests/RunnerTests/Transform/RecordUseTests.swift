import Testing

@testable import Runner

/// What a script's text shows of its use of records.
@Suite struct RecordUseTests {
    private func fields(_ script: String) -> Set<String>? { RecordUse(Array(script.utf8))?.fields }

    @Test(arguments: [
        ("return function(r) return r end", []),
        ("return function(r) r.mrr = r.mrr * 12 return r end", ["mrr"]),
        ("return function(r) if r['a'] then return { b = r.b } end return { r.c, r.d.e } end", ["a", "b", "c", "d"]),
        ("return function(row, ctx, state) local r = row; r.x = nil; return row\nend", ["x"]),
        ("local function each(r) return r.x end return each", ["x"]),
        ("return { setup = function() return 1 end, each = function(r) return r.x end }", ["x"]),
        ("return { ['each'] = function(r) return { n = #r.x } end }", ["x"]),
        ("return function(r) local f = function() return r.x .. r.y end return { z = f() } end", ["x", "y"]),
        ("return function(r) for k, v in pairs(r.tags) do r.n = k end return r end", ["tags", "n"]),
        ("return function(r) while r.x do r.x = nil end repeat local t = r.y until t return r end", ["x", "y"]),
        ("return function(r) function r.f() end return {} end", ["f"]),
        ("return function() return {} end", []),
    ])
    func namedFields(_ script: String, _ names: [String]) {
        #expect(fields(script) == Set(names), "\(script)")
    }

    @Test(arguments: [
        "return function(r) return next(r) end", "return function(r) seen = r return r end",
        "return function(r) for k in pairs(r) do end return r end", "return function(r) return r[r.x] end",
        "return function(r) return { r } end", "return function(r) return r:f() end",
        "return function(r) r = { } return r end", "return function(r) local q = r q = 1 return r end",
        "return function(r) local f = function() return r end return f() end", "return function(...) return ... end",
        "return function(r, ...) return r, ... end", "return function(r) return (r) end",
        "return function(r) return r.x, r end", "return function(r) return r == other and {} end",
        "return function(r) return r[1] end", "return function(r) local a, b = r, 1 return a end",
        "return function(r) return #r > 0 and {} end", "return function(r) return r and r.x end",
    ])
    func mayUseOthers(_ script: String) {
        #expect(fields(script) == nil, "\(script)")
    }

    @Test(arguments: [
        "return each", "return require('each')", "return f(function(r) return r end)",
        "if x then return function(r) return r end end return function(r) return r.x end",
        "local each = function(r) return r end return each",
        "local function each(r) return r end each = other return each",
        "return { each = pick(), finish = function() end }", "return { each = function(r) end, [key] = other }",
        "x = 1",
        "this is no Lua",
    ])
    func functionsMadeElsewhere(_ script: String) {
        #expect(RecordUse(Array(script.utf8)) == nil, "\(script)")
    }

    @Test(arguments: [
        ("return function(r) return r end", false), ("return function(r, ctx, state) return r end", false),
        ("return function(r, ctx) r.line = ctx.line return r end", true),
        ("return function(r, ctx) ctx = nil return r end", true), ("return function(r, ...) return r end", true),
    ])
    func whatItIsCalledWith(_ script: String, _ takesContext: Bool) {
        #expect(RecordUse(Array(script.utf8))?.takesContext == takesContext)
    }
}
