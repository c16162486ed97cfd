internal import Lua
internal import Records

extension ModuleDeclaration {
    /// `input`: the records that were given to a plain script.
    public static let input = ModuleDeclaration(
        "input",
        "The records of the inputs given with a plain script. A record script needs none of it: its `each` gets them.",
        functions: [inputRows, inputAll, inputSources])

    private enum Rejected: String, CaseIterable {
        case raise, skip
    }

    fileprivate static let rowOptions = ParameterDeclaration.table(
        "options",
        [
            ParameterDeclaration(
                "rejected", #""raise"|"skip"?"#,
                """
                What to do with a record that cannot be read: `"raise"` (the default) raises an error with `source`, `line`, \
                `record` and `message`, after which the next record can be read; `"skip"` logs a warning and goes on.
                """)
        ], "How to read them.", isOptional: true)

    private static let inputRows = FunctionDeclaration(
        "rows", "An iterator over the records that have not been read yet, from the first input to the last.",
        parameters: [rowOptions],
        results: [
            ParameterDeclaration(
                "next", "fun(): table<string, any>?, record_context?",
                "Gives the next record and where it stands, nil after the last.")
        ],
        example: """
            for row, meta in input.rows() do
              print(meta.index, meta.line, row.email)
            end
            --> 1	2	ada@acme.io
            --> 2	3	grace@navy.mil
            """
    ) { services, call in
        let reader = try InputRows(services, call)
        call.return(
            LuaHostFunction("next") { call in
                guard let record = try reader.next() else { return call.return(LuaValue.nil) }
                call.state.renewTime()
                call.return(try call.state.makeTable(record), RecordPlace(record))
            })
    }

    private static let inputAll = FunctionDeclaration(
        "all", "Reads all records that are left into a list. `rows` needs less memory.",
        parameters: [rowOptions],
        results: [ParameterDeclaration("rows", "table<string, any>[]", "The records in order.")],
        example: """
            local rows = input.all()
            print(#rows, rows[2].name)
            --> 2	Grace
            """
    ) { services, call in
        let reader = try InputRows(services, call)
        let rows = try call.state.makeTable()
        var count = 0
        while let record = try reader.next() {
            count += 1
            try call.state.set(rows, count, try call.state.makeTable(record))
        }
        call.return(rows)
    }

    private static let inputSources = FunctionDeclaration(
        "sources", "The names of the inputs, as they were given; an empty list where there are none.",
        results: [ParameterDeclaration("names", "string[]", "Paths, or `standard input`.")],
        example: """
            print(table.concat(input.sources(), ", "))
            --> people.csv
            """
    ) { services, call in call.return(services.input?.sources ?? []) }

    /// Reads records as one call wants them.
    private struct InputRows {
        let input: any ScriptInput
        let rejected: Rejected
        let log: (ScriptLogEntry) -> Void

        init(_ services: ScriptServices, _ call: LuaCall) throws {
            rejected = try ModuleOptions(call, 1, rowOptions).choice("rejected", as: Rejected.self) ?? .raise
            guard let input = services.input else {
                throw LuaError(
                    .runtime, "there is no input to read: name a file, or - for standard input, behind the script")
            }
            self.input = input
            log = services.log
        }

        func next() throws -> Record? {
            while let item = try input.next() {
                switch item {
                case .record(let record): return record
                case .rejected(let place):
                    guard rejected == .skip else { throw place.error }
                    log(ScriptLogEntry(level: .warning, message: "skipped: \(place.error)"))
                }
            }
            return nil
        }
    }
}

/// Where a record stands, for scripts.
private struct RecordPlace: LuaPushable {
    let index: Int
    let line: Int
    let source: String

    init(_ record: Record) {
        index = record.index
        line = record.line
        source = record.source
    }

    func push(to writer: inout LuaWriter) {
        writer.record { fields in
            fields.field("index", index)
            fields.field("line", line)
            fields.field("source", source)
        }
    }
}
