public import IntercomScripting

/// The manual page of the program, in the language of `man`: what the command line says of itself, and what scripts can
/// use.
///
/// See man(7) for the requests.
public struct ManualPage: Sendable {
    /// A command, with what can be given to it.
    public struct Command: Sendable {
        public var name: String
        public var abstract: String
        public var discussion: String
        public var usage: String
        public var options: [Option]

        public init(name: String, abstract: String, discussion: String, usage: String, options: [Option]) {
            self.name = name
            self.abstract = abstract
            self.discussion = discussion
            self.usage = usage
            self.options = options
        }
    }

    /// An option or an argument, and what it does.
    public struct Option: Sendable {
        /// `-n, --dry-run`, `--limit n`.
        public var label: String
        public var text: String

        public init(label: String, text: String) {
            self.label = label
            self.text = text
        }
    }

    public var version: String
    /// When that version came out, as 2026-01-31.
    public var date: String
    public var abstract: String
    public var discussion: String
    public var commands: [Command]
    /// Codes and their meanings.
    public var exitCodes: [Option]
    /// Variables and what they say.
    public var environment: [Option]
    public var files: [Option]
    public var library: ScriptLibrary

    public init(
        version: String, date: String, abstract: String, discussion: String, commands: [Command], exitCodes: [Option],
        environment: [Option], files: [Option], library: ScriptLibrary
    ) {
        self.version = version
        self.date = date
        self.abstract = abstract
        self.discussion = discussion
        self.commands = commands
        self.exitCodes = exitCodes
        self.environment = environment
        self.files = files
        self.library = library
    }

    /// The page.
    public var text: String {
        var page = Roff()
        page.request(".TH INTERCOM\\-LUA 1 \"\(date)\" \"intercom\\-lua \(version)\" \"User Commands\"")
        page.section("NAME")
        let abstract = abstract.prefix(1).lowercased() + abstract.dropFirst()
        page.lines(of: "intercom\\-lua \\- " + Roff.escaped(abstract.withoutFullStop))
        page.section("SYNOPSIS")
        page.usage(commands.map(\.usage))
        page.section("DESCRIPTION")
        page.paragraph(discussion)
        page.paragraph(
            "A script returns a function, which is called once for each record of its input: a table of the record's fields. "
                + "What it says is checked before anything is sent, and every record ends with one word: created, updated, "
                + "deleted, unchanged, skipped, rejected or failed.")
        page.example(
            """
            return function(row)
              return intercom.upsert_contact {
                matching_field = "email", matching_value = text.email(row.email),
                mappings = { name = row.name }, custom_mappings = { plan = row.plan },
              }
            end
            """)
        page.section("COMMANDS")
        for command in commands { write(command, to: &page) }
        page.section("SCRIPTS")
        page.paragraph("These are there without require. At the prompt, ?text.trim says more about a function.")
        for module in library.modules { write(module, to: &page) }
        page.section("ENVIRONMENT")
        page.list(environment)
        page.section("FILES")
        page.list(files)
        page.section("EXIT STATUS")
        page.list(exitCodes)
        page.section("SEE ALSO")
        page.request(".BR lua (1)")
        return page.text
    }

    private func write(_ command: Command, to page: inout Roff) {
        page.subsection(Roff.escaped(command.name))
        page.paragraph(command.abstract)
        if !command.discussion.isEmpty { page.paragraph(command.discussion) }
        page.list(command.options)
    }

    private func write(_ module: ModuleDeclaration, to page: inout Roff) {
        page.subsection(Roff.escaped(module.name))
        page.paragraph(module.summary.plain)
        page.list(
            module.functions.map { function in
                Option(
                    label: function.signature(module.name + "." + function.name),
                    text: function.summary.firstSentence.plain)
            } + module.values.map { Option(label: "\(module.name).\($0.name)", text: $0.summary.plain) })
    }
}

/// Text in the language of `man`.
struct Roff {
    /// What a line of the source is to hold at most.
    private static let width = 79

    private(set) var text = ""
    /// Whether nothing stands below the last heading yet: that begins a paragraph by itself.
    private var isBelowHeading = false

    mutating func request(_ line: String) {
        text += line + "\n"
        isBelowHeading = false
    }

    /// A line of text in which what must be is escaped already.
    mutating func line(_ line: String) {
        request((line.hasPrefix(".") || line.hasPrefix("'") ? "\\&" : "") + line)
    }

    mutating func section(_ title: String) {
        request(".SH " + title)
        isBelowHeading = true
    }

    mutating func subsection(_ title: String) {
        request(".SS " + title)
        isBelowHeading = true
    }

    mutating func paragraph(_ words: String) {
        if !isBelowHeading { request(".PP") }
        for part in words.split(separator: "\n") { lines(of: Self.escaped(String(part))) }
    }

    /// Text that is filled anyway, in lines that people read in the source.
    mutating func lines(of words: String) {
        var current = ""
        for word in words.split(separator: " ") {
            if !current.isEmpty, Self.width(of: current) + 1 + Self.width(of: word) > Self.width {
                line(current)
                current = ""
            }
            current += (current.isEmpty ? "" : " ") + word
        }
        line(current)
    }

    /// Formatters read what is no ASCII as `\[u2713]`.
    private static func width(of text: some StringProtocol) -> Int {
        text.unicodeScalars.reduce(0) { $0 + ($1.isASCII ? 1 : 9) }
    }

    /// Each on lines of its own.
    mutating func usage(_ usages: [String]) {
        let lines = usages.flatMap { $0.split(separator: "\n") }
        for (index, part) in lines.enumerated() {
            if index > 0 { request(".br") }
            line(Self.escaped(String(part.drop { $0 == " " })))
        }
    }

    mutating func example(_ code: String) {
        request(".PP")
        request(".RS 4")
        request(".nf")
        for part in code.split(separator: "\n", omittingEmptySubsequences: false) { line(Self.escaped(String(part))) }
        request(".fi")
        request(".RE")
    }

    mutating func list(_ options: [ManualPage.Option]) {
        for option in options {
            request(".TP")
            line("\\fB" + Self.escaped(option.label) + "\\fR")
            let words = option.text.split(separator: "\n").map(String.init)
            for part in words.isEmpty ? [""] : words { lines(of: Self.escaped(part)) }
        }
    }

    /// A text as itself: backslashes begin nothing, and hyphens stay what can be copied.
    static func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "\\": result += "\\e"
            case "-": result += "\\-"
            case "'": result += "\\(aq"
            case "`": result += "\\(ga"
            case "^": result += "\\(ha"
            case "~": result += "\\(ti"
            default: result.append(character)
            }
        }
        return result
    }
}

extension String {
    fileprivate var withoutFullStop: String { hasSuffix(".") ? String(dropLast()) : self }

    /// Without the marks of Markdown.
    fileprivate var plain: String { replacing("`", with: "") }
}
