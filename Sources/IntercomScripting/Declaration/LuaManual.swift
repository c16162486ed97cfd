/// Lua's own functions and values that scripts have in the sandbox: as in the reference manual of Lua 5.4, in a line.
public enum LuaManual {
    public struct Entry: Sendable, Hashable {
        /// `string.rep`.
        public var name: String
        /// `string.rep(s, n [, sep])`.
        public var usage: String
        public var summary: String
    }

    /// The entry of that name; nil where there is none.
    public static func entry(_ name: String) -> Entry? { entries.first { $0.name == name } }

    public static let entries: [Entry] = text.split(separator: "\n").compactMap { line in
        guard let bar = line.firstRange(of: " | ") else { return nil }
        let usage = String(line.prefix(upTo: bar.lowerBound))
        let name = String(usage.prefix { $0 != "(" })
        return Entry(name: name, usage: usage, summary: String(line.suffix(from: bar.upperBound)))
    }

    private static let text = """
        assert(v [, message]) | Returns its arguments, or raises message where v is false or nil.
        collectgarbage([opt [, arg]]) | Controls the garbage collector: "collect", "count" (in KB), "step".
        error(message [, level]) | Raises an error. Level 1 adds the position of the call, 2 that of its caller, 0 none.
        getmetatable(object) | The metatable of object, or its __metatable field; nil where there is none.
        ipairs(t) | Iterates over t[1], t[2], … up to the first nil: for i, v in ipairs(t) do … end.
        load(chunk [, chunkname [, mode [, env]]]) | Compiles a text, or a function that gives pieces of one. Returns a function, or nil and a message.
        next(table [, index]) | The next key and value after index; nil at the end. next(t) == nil tells that t is empty.
        pairs(t) | Iterates over all keys and values of t, in no order: for k, v in pairs(t) do … end.
        pcall(f [, arg1, …]) | Calls f and catches errors: true and its results, or false and the error.
        print(…) | Writes its arguments as tostring gives them, with tabs in between.
        rawequal(v1, v2) | Whether two values are equal without __eq.
        rawget(table, index) | table[index] without __index.
        rawlen(v) | The length of a table or string without __len.
        rawset(table, index, value) | table[index] = value without __newindex.
        require(modname) | What a module returns. Modules are .lua files beside the script; each runs once.
        select(n, …) | The arguments from the nth on; their number where n is "#".
        setmetatable(table, metatable) | Gives table a metatable, or with nil takes it away. Returns table.
        tonumber(e [, base]) | A number from a number or a text, in base 10 or another; nil where it is none.
        tostring(v) | A text that a person can read.
        type(v) | "nil", "number", "string", "boolean", "table", "function", "thread" or "userdata".
        warn(msg1, …) | Gives a warning.
        xpcall(f, msgh [, arg1, …]) | Like pcall; msgh is given the error where it arises, and its result is returned.
        coroutine.close(co) | Ends a suspended coroutine and closes its pending variables.
        coroutine.create(f) | A new coroutine that will run f.
        coroutine.isyieldable([co]) | Whether the coroutine can yield.
        coroutine.resume(co [, val1, …]) | Starts or goes on with a coroutine: true and what it yields or returns, or false and the error.
        coroutine.running() | The running coroutine, and whether it is the main one.
        coroutine.status(co) | "running", "suspended", "normal" or "dead".
        coroutine.wrap(f) | A function that resumes a new coroutine at each call.
        coroutine.yield(…) | Suspends the running coroutine; its arguments are the results of resume.
        math.abs(x) | The absolute value, of the same kind of number.
        math.acos(x) | The arc cosine, in radians.
        math.asin(x) | The arc sine, in radians.
        math.atan(y [, x]) | The arc tangent of y/x, in radians, in the right quadrant.
        math.ceil(x) | The least integer that is not less than x.
        math.cos(x) | The cosine of x radians.
        math.deg(x) | Radians in degrees.
        math.exp(x) | e to the power of x.
        math.floor(x) | The greatest integer that is not greater than x.
        math.fmod(x, y) | The rest of x / y that rounds the quotient towards zero.
        math.huge | A float greater than every other number.
        math.log(x [, base]) | The logarithm, natural unless there is a base.
        math.max(x, …) | The greatest of its arguments.
        math.maxinteger | The greatest integer.
        math.min(x, …) | The least of its arguments.
        math.mininteger | The least integer.
        math.modf(x) | The whole part of x, as a float, and the rest.
        math.pi | π.
        math.rad(x) | Degrees in radians.
        math.random([m [, n]]) | A float from 0 up to 1, an integer from 1 to m, or one from m to n.
        math.randomseed([x [, y]]) | Seeds math.random, with something random where nothing is given.
        math.sin(x) | The sine of x radians.
        math.sqrt(x) | The square root.
        math.tan(x) | The tangent of x radians.
        math.tointeger(x) | x as an integer where it has an integer's value, also of a text; else nil.
        math.type(x) | "integer", "float", or nil where x is no number.
        math.ult(m, n) | Whether m is less than n as unsigned integers.
        os.clock() | The processor time that was used, in seconds.
        os.date([format [, time]]) | A date as text in the notation of strftime, or as a table for "*t"; "!" first for UTC.
        os.difftime(t2, t1) | The seconds from t1 to t2.
        os.time([table]) | The time in Unix seconds, or that of a table with year, month, day.
        string.byte(s [, i [, j]]) | The bytes of s from i to j as integers.
        string.char(…) | A string of these bytes.
        string.find(s, pattern [, init [, plain]]) | Where pattern is first found: start, end and captures; nil where it is not. plain for no pattern.
        string.format(formatstring, …) | Text after a pattern: %s, %d, %5.2f, %q, %x.
        string.gmatch(s, pattern [, init]) | Iterates over the matches of pattern, or their captures.
        string.gsub(s, pattern, repl [, n]) | Replaces matches by a text, or by what a table or function says. Returns also how many.
        string.len(s) | The length in bytes; #s too. Characters are counted by utf8.len.
        string.lower(s) | s with ASCII letters in lower case.
        string.match(s, pattern [, init]) | The captures of the first match of pattern, or the match itself; nil where there is none.
        string.pack(fmt, v1, …) | A binary string of the values.
        string.packsize(fmt) | The length of what string.pack makes.
        string.rep(s, n [, sep]) | s repeated n times, with sep in between.
        string.reverse(s) | The bytes of s in reverse.
        string.sub(s, i [, j]) | The part from byte i to byte j; negative ones count from the end.
        string.unpack(fmt, s [, pos]) | The values in a binary string, and where the rest begins.
        string.upper(s) | s with ASCII letters in upper case.
        table.concat(list [, sep [, i [, j]]]) | The strings and numbers of a list joined to one string.
        table.insert(list, [pos,] value) | Inserts value at pos, or at the end.
        table.move(a1, f, e, t [, a2]) | Copies a1[f] to a1[e] to position t on, of a2 or a1.
        table.pack(…) | A table of the arguments, with their number in n.
        table.remove(list [, pos]) | Takes the value at pos, or the last one, out of the list and returns it.
        table.sort(list [, comp]) | Sorts the list in place, by < or by comp(a, b).
        table.unpack(list [, i [, j]]) | The values list[i], …, list[j].
        utf8.char(…) | A string of these code points.
        utf8.charpattern | The pattern that matches one character in UTF-8.
        utf8.codepoint(s [, i [, j [, lax]]]) | The code points of the characters from byte i to j.
        utf8.codes(s [, lax]) | Iterates over the characters: for position, code in utf8.codes(s) do … end.
        utf8.len(s [, i [, j [, lax]]]) | How many characters s has; nil and the first wrong byte where it is no UTF-8.
        utf8.offset(s, n [, i]) | The byte where the nth character begins.
        """
}
