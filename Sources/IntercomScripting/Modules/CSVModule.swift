internal import JSON
internal import Lua
internal import Records

extension ModuleDeclaration {
    /// `csv`: CSV in a text, where it is not the input.
    public static let csv = ModuleDeclaration(
        "csv", "Reads and writes CSV that is in a text. The records of an input come without it.",
        functions: [csvParse, csvEncode])

    private enum EmptyCells: String, CaseIterable {
        case absent, string
    }

    private static let delimiterOption = ParameterDeclaration(
        "delimiter", #""comma"|"semicolon"|"tab"?"#, "What stands between cells; a comma where none is given.")

    private static let csvParseOptions = ParameterDeclaration.table(
        "options",
        [
            ParameterDeclaration("columns", "string[]?", "Their names, where there is no header row."),
            delimiterOption,
            ParameterDeclaration("empty", #""absent"|"string"?"#, "`\"string\"` keeps empty cells as empty texts."),
        ], "How it is written.", isOptional: true)

    private static let csvEncodeOptions = ParameterDeclaration.table(
        "options",
        [
            ParameterDeclaration(
                "columns", "string[]?",
                "Which ones, in which order; those of all rows, sorted, where none are given."),
            delimiterOption,
        ], "How to write it.", isOptional: true)

    private enum Delimiter: String, CaseIterable {
        case comma, semicolon, tab

        var option: CSVOptions.Delimiter {
            switch self {
            case .comma: .comma
            case .semicolon: .semicolon
            case .tab: .tab
            }
        }
    }

    private static let csvParse = FunctionDeclaration(
        "parse",
        """
        Reads CSV as RFC 4180 has it. The first row names the columns, every cell is a string, an empty one is absent. \
        Raises with line and column where a row is none.
        """,
        parameters: [
            ParameterDeclaration("text", "string", "The CSV."),
            csvParseOptions,
        ],
        results: [ParameterDeclaration("rows", "table<string, string>[]", "A table a row.")],
        example: """
            local rows = csv.parse("email,name\\nada@acme.io,\\"Lovelace, Ada\\"\\n")
            print(#rows, rows[1].name) --> 1	Lovelace, Ada
            """
    ) { _, call in
        let text = try call.argument(1, as: LuaBytes.self).bytes
        let options = try ModuleOptions(call, 2, csvParseOptions)
        var csv = CSVOptions(
            delimiter: try options.choice("delimiter", as: Delimiter.self)?.option ?? .comma,
            emptyCells: try options.choice("empty", as: EmptyCells.self) == .string ? .string : .absent)
        if let columns = try options.texts("columns") { csv.header = .names(columns) }
        let source = ByteSource(bytes: text, name: "csv.parse")
        let reader = try RecordReader(source, format: .csv, options: RecordOptions(csv: csv, readSize: 64 << 10))
        let rows = try call.state.makeTable()
        while let item = try reader.next() {
            switch item {
            case .record(let record): try call.state.set(rows, reader.count, record)
            case .rejected(let place): throw place.error
            }
        }
        call.return(rows)
    }

    private static let csvEncode = FunctionDeclaration(
        "encode",
        "Writes rows as CSV with a header row. Nil and json.null are empty cells, tables inside a row are written as JSON.",
        parameters: [
            ParameterDeclaration("rows", "table<string, any>[]", "The rows."),
            csvEncodeOptions,
        ],
        results: [ParameterDeclaration("text", "string", "The CSV; lines end with a line feed.")],
        example: """
            local rows = { { name = "Lovelace, Ada", seats = 3 }, { name = "Grace" } }
            print(csv.encode(rows, { columns = { "name", "seats" } }))
            --> name,seats
            --> "Lovelace, Ada",3
            --> Grace,
            -->
            """
    ) { services, call in
        let options = try ModuleOptions(call, 2, csvEncodeOptions)
        let rows = try call.rows(1, limit: services.outputLimit)
        let columns = try options.texts("columns") ?? Set(rows.flatMap(\.keys)).sorted()
        let delimiter = try options.choice("delimiter", as: Delimiter.self)?.option
        if rows.count * columns.count > services.outputLimit {
            throw call.error(1, "\(rows.count) rows of \(columns.count) columns are too many cells")
        }
        let sink = ByteSink(memory: "csv.encode")
        if !columns.isEmpty {
            let writer = RecordWriter(to: sink, format: .csv, csv: CSVWriter(columns: columns, delimiter: delimiter))
            for row in rows { try writer.write(.object(row)) }
            try writer.finish()
        }
        call.return(LuaBytes(sink.bytes))
    }
}

extension LuaCall {
    /// A list of rows.
    fileprivate func rows(_ position: Int, limit: Int) throws(LuaArgumentError) -> [JSONObject] {
        guard self[position].kind == .table else {
            throw error(position, "table expected, got \(self[position].typeName)")
        }
        var reader = LuaJSONReader(limit: limit)
        let value: JSONValue
        do throws(LuaMismatch) {
            value = try reader.read(self[position])
        } catch {
            throw self.error(position, error.description)
        }
        switch value {
        case .object(let object) where object.isEmpty: return []
        case .array(let rows):
            let objects = rows.compactMap(\.object)
            guard objects.count == rows.count else { throw error(position, "every row must be a table of named cells") }
            return objects
        default: throw error(position, "a list of rows expected, got a table of named fields")
        }
    }
}
