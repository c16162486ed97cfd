/// Completes commands and questions.
struct CommandCompleter {
    private let configuration: REPLConfiguration

    init(_ configuration: REPLConfiguration) { self.configuration = configuration }

    /// How a line goes on: by itself, or as the code that is its argument.
    struct Answer {
        var completion = Completion()
        /// The code to complete instead.
        var code: String?
    }

    /// Nil where the line is neither a command nor a question.
    func complete(_ before: String) -> Answer? {
        let line = before.drop(while: \.isWhitespace)
        if line.hasPrefix("?") { return Answer(completion: question(line.dropFirst().trimmed)) }
        guard line.hasPrefix(":"), !line.hasPrefix("::") else { return nil }
        guard let space = line.firstIndex(where: \.isWhitespace) else { return Answer(completion: names(String(line))) }
        let name = line[..<space].dropFirst()
        let argument = String(line[space...].drop(while: \.isWhitespace))
        guard let command = PromptCommand.all.first(where: { $0.name == name }) else { return Answer() }
        switch command.argument {
        case .file, .optionalFile:
            return Answer(completion: Completion(typed: argument, candidates: FileNames.candidates(argument)))
        case .code: return Answer(code: argument)
        case .choice(let words):
            let candidates = words.filter { $0.hasPrefix(argument) }.map { Completion.Candidate($0) }
            return Answer(completion: Completion(typed: argument, candidates: candidates))
        case .none, .number: return Answer()
        }
    }

    private func names(_ typed: String) -> Completion {
        let candidates = PromptCommand.all.filter { (":" + $0.name).hasPrefix(typed) }.sorted { $0.name < $1.name }.map
        { command in
            Completion.Candidate(":" + command.name, ending: command.argument.isNeeded ? " " : "")
        }
        return Completion(typed: typed, candidates: candidates)
    }

    private func question(_ typed: String) -> Completion {
        let candidates = Documentation(configuration, configuration.columns).names.filter { $0.hasPrefix(typed) }
        return Completion(typed: typed, candidates: candidates.map { Completion.Candidate($0) })
    }
}
