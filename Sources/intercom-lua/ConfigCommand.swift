import ArgumentParser
import Foundation
import JSON

struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Show the settings, and where each comes from.", subcommands: [Show.self])

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Show the settings, and where each comes from.",
            discussion: """
                A flag overrules the environment, that the file intercom-lua.json of the project's folder or one above it, that \
                the default. The access token is never shown.
                """)

        @Flag(help: "Print one JSON object.")
        var json = false

        func run() throws {
            let settings = try Settings.current()
            let resolved = Setting.allCases.map { settings.resolve($0) }
            let token = try TokenSource.find(try ConnectionOptions.none, settings)
            Terminal.standardOutput.write(json ? object(resolved, token) : table(resolved, token))
        }

        private func table(_ settings: [ResolvedSetting], _ token: TokenSource?) -> String {
            let rows =
                [("access_token", token?.shown ?? "none: commands work on the emulator", token?.description ?? "")]
                + settings.map { ($0.setting.rawValue, $0.value ?? "-", $0.value == nil ? "" : $0.source) }
            let widths = (rows.map(\.0.count).max() ?? 0, rows.map(\.1.count).max() ?? 0)
            return rows.map { row in
                let line =
                    row.0.padded(to: widths.0) + "  "
                    + (row.2.isEmpty ? row.1 : row.1.padded(to: widths.1) + "  " + row.2)
                return line + "\n"
            }.joined()
        }

        private func object(_ settings: [ResolvedSetting], _ token: TokenSource?) -> String {
            var object: JSONObject = [
                "access_token": token.map { ["value": .string($0.shown), "source": .string($0.description)] } ?? .null
            ]
            for setting in settings {
                object[setting.setting.rawValue] =
                    setting.value.map { ["value": .string($0), "source": .string(setting.source)] } ?? .null
            }
            return JSONValue.object(object).text + "\n"
        }
    }
}

extension String {
    func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
