extension TypeDeclaration {
    /// What a record script returns.
    public static let script = TypeDeclaration(
        "script", "What a script for records returns. Instead of the table it may return the function `each` alone.",
        .fields([
            ParameterDeclaration("setup", "(fun(): any)?", "Called once before the first record."),
            ParameterDeclaration(
                "each", "fun(row: table<string, any>, ctx: record_context, state: any): any",
                "Called once a record; `state` is what `setup` returned."),
            ParameterDeclaration("finish", "fun(state: any)?", "Called once after the last record."),
            ParameterDeclaration("options", "script_options?", "How the script wants to be run."),
        ]))

    /// The `options` of a script.
    public static let scriptOptions = TypeDeclaration(
        "script_options", "How a script wants to be run. Flags of the command line overrule them.",
        .fields([
            ParameterDeclaration("concurrency", "integer?", "API calls in flight at most."),
            ParameterDeclaration(
                "format", #""csv"|"tsv"|"ndjson"|"json"?"#, "The format of the inputs; their names say it otherwise."),
            ParameterDeclaration(
                "empty", #""nil"|"string"?"#, "What an empty cell of CSV is: nil, or with `\"string\"` an empty text."),
            ParameterDeclaration("limit", "integer?", "At most so many records are read."),
            ParameterDeclaration(
                "max_failures", "integer|string?",
                "Stops the run where more records than this, or a greater share (`\"5%\"`), are rejected or fail."),
        ]))

    /// The second argument of `each`.
    public static let recordContext = TypeDeclaration(
        "record_context", "Where a record stands: the second argument of `each`.",
        .fields([
            ParameterDeclaration("index", "integer", "The number of the record, from 1 over all inputs."),
            ParameterDeclaration("line", "integer", "The line on which it begins in its input."),
            ParameterDeclaration("source", "string", "The input it came from: a path, or `standard input`."),
        ]))
}
