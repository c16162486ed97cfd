import ArgumentParser
import IntercomScripting
import JSON
import Reference

/// What the command line knows of itself, as argument-parser tells it.
struct CommandLineDescription {
    private let root: JSONValue

    init() throws { root = try JSONValue(parsing: IntercomLua._dumpHelp())["command"] ?? .null }

    var manualPage: ManualPage {
        ManualPage(
            version: IntercomLua.version, date: IntercomLua.versionDate, abstract: root["abstract"]?.string ?? "",
            discussion: root["discussion"]?.string ?? "",
            commands: (root["subcommands"]?.array ?? []).filter(Self.isShown).flatMap { Self.commands($0, within: "") },
            exitCodes: ProgramExit.allCases.map { .init(label: String($0.rawValue), text: $0.meaning) },
            environment: [
                .init(
                    label: "INTERCOM_ACCESS_TOKEN",
                    text: "The access token of a private app. Without one, commands work on the embedded emulator.")
            ]
                + Setting.allCases.map { setting in
                    .init(label: setting.variable, text: "\(setting.meaning) Overruled by \(setting.flag).")
                } + [
                    .init(label: "NO_COLOR", text: "Where it is set, nothing is coloured.")
                ],
            files: [
                .init(
                    label: ProjectFile.name,
                    text:
                        "Settings of a project, in its folder or above: \(ProjectFile.allowed.map(\.rawValue).joined(separator: ", ")). "
                        + "config show says where each comes from."),
                .init(
                    label: TypesCommand.folder,
                    text: "Definitions for editors, and the custom attributes that check knows; types writes them."),
            ],
            library: .standard)
    }

    private static func isShown(_ command: JSONValue) -> Bool {
        command["shouldDisplay"]?.bool != false && command["commandName"]?.string != "help"
    }

    /// A command; where it has commands of its own, those.
    private static func commands(_ command: JSONValue, within prefix: String) -> [ManualPage.Command] {
        let name = prefix + (command["commandName"]?.string ?? "")
        let inner = (command["subcommands"]?.array ?? []).filter(isShown)
        if !inner.isEmpty { return inner.flatMap { commands($0, within: name + " ") } }
        let arguments = (command["arguments"]?.array ?? []).filter { $0["shouldDisplay"]?.bool != false }
        let shown = arguments.filter { $0["valueName"]?.string != "help" && $0["valueName"]?.string != "version" }
        return [
            ManualPage.Command(
                name: name, abstract: command["abstract"]?.string ?? "",
                discussion: command["discussion"]?.string ?? "", usage: usage(name, shown), options: shown.map(option))
        ]
    }

    private static func usage(_ name: String, _ arguments: [JSONValue]) -> String {
        let positional = arguments.filter { $0["kind"]?.string == "positional" }.map { argument in
            let name =
                (argument["valueName"]?.string ?? "").uppercased()
                + (argument["isRepeating"]?.bool == true ? " ..." : "")
            return argument["isOptional"]?.bool == true ? "[\(name)]" : name
        }
        let options = arguments.count > positional.count ? ["[options]"] : []
        return (["intercom-lua", name] + positional + options).joined(separator: " ")
    }

    private static func option(_ argument: JSONValue) -> ManualPage.Option {
        let value = argument["valueName"]?.string ?? ""
        let text = argument["abstract"]?.string ?? ""
        if argument["kind"]?.string == "positional" { return .init(label: value.uppercased(), text: text) }
        let names = (argument["names"]?.array ?? []).map { name in
            (name["kind"]?.string == "short" ? "-" : "--") + (name["name"]?.string ?? "")
        }
        let label = names.joined(separator: ", ") + (argument["kind"]?.string == "option" ? " " + value : "")
        let standard = argument["defaultValue"]?.string.map { " (default: \($0))" } ?? ""
        return .init(label: label, text: text + standard)
    }
}
