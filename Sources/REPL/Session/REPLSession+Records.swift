internal import Lua
internal import Records

extension REPLSession {
    // MARK: Scripts

    func load(_ argument: String) async throws {
        guard !argument.isEmpty else { throw PromptError("Which script?") }
        let path = FileNames.expanded(argument)
        let chunk = try lua.load(bytes: try PromptScript.text(of: path), name: "@" + path)
        let returned = try await lua.run(chunk).first ?? .nil
        var loaded = PromptScript(path: path)
        switch returned {
        case .function(let function): loaded.each = function
        case .table(let table):
            if case .function(let each) = raw.get(table, .string("each")) { loaded.each = each }
            if case .function(let setup) = raw.get(table, .string("setup")) { loaded.setup = setup }
        default: break
        }
        script = loaded
        say("\(argument) is loaded" + (loaded.each == nil ? "." : "; :each calls it with the record in row."))
    }

    func reload() async throws {
        guard let script else { throw PromptError("No script was loaded; :load FILE does.") }
        try await load(script.path)
    }

    /// Calls `each(row, ctx, state)` as a run does.
    func callEach() async throws {
        guard var script else { throw PromptError("No script is loaded; :load FILE does.") }
        guard let each = script.each else { throw PromptError("The script returns no function for records.") }
        guard case .record(let record)? = records?.current else {
            throw PromptError("There is no record; :open FILE and :next get one.")
        }
        if script.state == nil {
            var state = LuaValue.nil
            if let setup = script.setup { state = try await lua.run(setup).first ?? .nil }
            script.state = state
            self.script = script
        }
        let row = try lua.get("row", as: LuaValue.self)
        let context = try lua.makeTable(RecordContext(record))
        try show(try await lua.run(each, row, context, script.state ?? .nil))
    }

    // MARK: Inputs

    func openInput(_ argument: String) throws {
        guard !argument.isEmpty else { throw PromptError("Which file?") }
        try open(argument == "-" ? .standardInput : .file(FileNames.expanded(argument)))
    }

    func open(_ input: RecordInput) throws {
        records = try RecordCursor(input, options: configuration.records)
        try step(by: "")
    }

    func step(by argument: String) throws {
        let cursor = try openCursor()
        guard let count = argument.isEmpty ? 1 : Int(argument), count > 0 else {
            throw PromptError("How many? A number from 1.")
        }
        var isAtEnd = false
        for _ in 0..<count where !isAtEnd { isAtEnd = try cursor.next() == nil }
        if isAtEnd { return say("That was the last record of \(cursor.name).") }
        try take(cursor)
        try showRecord()
    }

    func stepBack() throws {
        let cursor = try openCursor()
        guard cursor.previous() != nil else { throw PromptError("There is no record before this one to go back to.") }
        try take(cursor)
        try showRecord()
    }

    /// Goes on to the next record for which the expression is true.
    func search(_ code: String) async throws {
        let cursor = try openCursor()
        guard !code.isEmpty else { throw PromptError("Which expression? As in :where row.email == nil") }
        let condition = try lua.load("return " + code, name: "=" + ErrorText.promptChunk)
        while try cursor.next() != nil {
            try take(cursor)
            guard case .record = cursor.current else { continue }
            switch try await lua.run(condition).first ?? .nil {
            case .nil, .boolean(false): continue
            default: return try showRecord()
            }
        }
        say("No further record of \(cursor.name) is like that.")
    }

    func showRecord() throws {
        switch try openCursor().current {
        case .record(let record)?:
            say(configuration.palette.paint("record \(record.index), line \(record.line) of \(record.source)", .dim))
            var printer = SnapshotPrinter()
            printer.width = columns
            printer.palette = configuration.palette
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
            try raw.set(globals, "row", record)
        } else {
            try raw.set(globals, "row", LuaValue.nil)
        }
    }
}

/// Where a record is from: the second argument of `each`.
private struct RecordContext: LuaPushable {
    let record: Record

    init(_ record: Record) { self.record = record }

    func push(to writer: inout LuaWriter) {
        writer.record { fields in
            fields.field("index", record.index)
            fields.field("line", record.line)
            fields.field("source", record.source)
        }
    }
}
