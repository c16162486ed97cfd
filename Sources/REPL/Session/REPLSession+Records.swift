internal import Lua
internal import Records
internal import Runner

extension REPLSession {
    // MARK: Scripts

    func load(_ argument: String) async throws {
        guard !argument.isEmpty else { throw PromptError("Which script?") }
        let path = FileNames.expanded(argument)
        let source = ScriptSource.file(path)
        let chunk = try lua.load(bytes: try source.text(), name: source.chunkName)
        var returned: [LuaValue] = []
        try await showingWrites { () throws(LuaError) in
            returned = try await call(chunk)
            return []
        }
        let loaded = try LoadedScript(returned.first ?? .nil, in: lua)
        script = PromptScript(path: path, functions: loaded)
        say("\(argument) is loaded" + (loaded.each == nil ? "." : "; :each calls it with the record in row."))
    }

    func reload() async throws {
        guard let script else { throw PromptError("No script was loaded; :load FILE does.") }
        try await load(script.path)
    }

    /// Calls `each(row, ctx, state)` as a run does, and shows what is sent, or in a dry run would be.
    func callEach() async throws {
        guard let script else { throw PromptError("No script is loaded; :load FILE does.") }
        guard let each = script.functions.each else {
            throw PromptError("The script returns no function for records.")
        }
        guard case .record(let record)? = records?.current else {
            throw PromptError("There is no record; :open FILE and :next get one.")
        }
        let row = try lua.get("row", as: LuaValue.self)
        try await showingWrites(detail: true) { () throws(LuaError) in
            let state = try await setUp(script)
            return try await waiting { [self] () throws(LuaError) in
                try await lua.run(each, row, RecordContext(record), state, renewsTime: true)
            }
        }
    }

    /// What the script's `setup` returns, which is called once.
    private func setUp(_ script: PromptScript) async throws(LuaError) -> LuaValue {
        if let state = script.state { return state }
        var state = LuaValue.nil
        if let setup = script.functions.setup { state = try await call(setup).first ?? .nil }
        self.script?.state = state
        return state
    }

    // MARK: Inputs

    func openInput(_ argument: String) throws {
        guard !argument.isEmpty else { throw PromptError("Which file?") }
        guard argument == "-" else { return try open(.file(FileNames.expanded(argument))) }
        guard let piped else { throw PromptError("Standard input holds no records here.") }
        records = piped
        try take(piped)
        try showRecord()
    }

    func open(_ input: RecordInput) throws {
        let options = script?.functions.options.applied(to: configuration.records) ?? configuration.records
        let cursor = try RecordCursor(input, options: options)
        if input == .standardInput { piped = cursor }
        records = cursor
        try step(by: "")
    }

    func step(by argument: String) throws {
        let cursor = try openCursor()
        let count = try Self.count(argument)
        let before = cursor.position
        while cursor.position - before < count, try cursor.next() != nil {}
        if cursor.position > before {
            try take(cursor)
            try showRecord()
        }
        if cursor.position - before < count { say("That was the last record of \(cursor.name).") }
    }

    func stepBack(by argument: String) throws {
        let cursor = try openCursor()
        let count = try Self.count(argument)
        guard cursor.goTo(cursor.position - count) else {
            throw PromptError("There is no record before this one to go back to.")
        }
        try take(cursor)
        try showRecord()
    }

    /// Shows the record that is in `row`, or goes to another by its number.
    func goTo(_ argument: String) throws {
        if argument.isEmpty { return try showRecord() }
        let cursor = try openCursor()
        let number = try Self.count(argument)
        if number <= cursor.position, !cursor.goTo(number) {
            // Too far back to be kept: from the beginning again.
            guard cursor.input != .standardInput else {
                throw PromptError("Standard input cannot be read again, and only its last records are kept.")
            }
            let fresh = try RecordCursor(cursor.input, options: cursor.options)
            records = fresh
        }
        try step(to: number)
    }

    private func step(to number: Int) throws {
        let cursor = try openCursor()
        while cursor.position < number, try cursor.next() != nil {}
        try take(cursor)
        try showRecord()
        if cursor.position < number { say("That was the last record of \(cursor.name).") }
    }

    private static func count(_ argument: String) throws(PromptError) -> Int {
        guard let count = argument.isEmpty ? 1 : Int(argument), count > 0 else {
            throw PromptError("How many? A number from 1.")
        }
        return count
    }

    /// Goes on to the next record for which the expression is true, by default the one of the last search.
    func search(_ argument: String) async throws {
        let cursor = try openCursor()
        let code = argument.isEmpty ? lastCondition : argument
        guard !code.isEmpty else { throw PromptError("Which expression? As in :where row.email == nil") }
        let condition = try lua.load("return " + code, name: "=" + ErrorText.promptChunk)
        lastCondition = code
        let before = cursor.position
        while try cursor.next() != nil {
            try take(cursor)
            guard case .record = cursor.current else { continue }
            switch try await call(condition, renewsTime: false).first ?? .nil {
            case .nil, .boolean(false): continue
            default: return try showRecord()
            }
        }
        let isBack = cursor.goTo(before)
        try take(cursor)
        say("No further record of \(cursor.name) is like that; row is \(isBack ? "where it was" : "the last one").")
    }

    func showRecord() throws {
        switch try openCursor().current {
        case .record(let record)?:
            say(palette.paint("record \(record.index), line \(record.line) of \(record.source)", .dim))
            configuration.output(printer.print(Snapshot(record, numeral: raw.numeral)) + "\n")
        case .rejected(let rejected)?: complain(String(describing: rejected.error))
        case nil: say("There is no record.")
        }
    }

    private func openCursor() throws(PromptError) -> RecordCursor {
        guard let records else { throw PromptError("No input is open; :open FILE does.") }
        return records
    }

    /// Puts the current record in `row`.
    private func take(_ cursor: RecordCursor) throws(LuaError) {
        let globals = try lua.globals
        if case .record(let record)? = cursor.current {
            try raw.set(globals, "row", try RecordTable(record, in: lua))
        } else {
            try raw.set(globals, "row", LuaValue.nil)
        }
    }
}
