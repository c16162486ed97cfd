import ArgumentParser
import Foundation
import Intercom
import IntercomScripting
import JSON
import Reference
import ScriptCheck
import ScriptTesting

struct TypesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "types", abstract: "Write type definitions for editors, with the workspace's custom attributes.",
        usage: "intercom-lua types [FOLDER] [options]",
        discussion: """
            For the Lua language server (LuaLS), which VS Code, Neovim and others use: definitions in .intercom-lua, and a \
            .luarc.json that points at them. `intercom-lua check` takes the custom attributes from there too.
            """)

    /// Where the definitions are, in the folder of the scripts.
    static let folder = ".intercom-lua"

    @OptionGroup(title: "Workspace options") var connection: ConnectionOptions

    @Argument(help: "The folder of the scripts.", completion: .directory) var folder = "."

    @Flag(name: .shortAndLong, help: "Print errors only.")
    var quiet = false

    func run() async throws {
        let attributes = try await attributes()
        let root = URL(fileURLWithPath: folder)
        let definitions = TypeDefinitions(
            .standard, testing: .testing,
            attributes: attributes.map {
                $0.filter { $0.isCustom && !$0.isArchived }.map(TypeDefinitions.Attribute.init)
            })
        let target = root.appendingPathComponent(Self.folder)
        do {
            try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
            for (name, text) in definitions.files { try write(text, to: target.appendingPathComponent(name)) }
            if let attributes {
                try write(AttributeFile.text(attributes), to: target.appendingPathComponent(AttributeFile.name))
            }
            try writeSettings(root.appendingPathComponent(".luarc.json"))
        } catch let error as CommandFailure {
            throw error
        } catch {
            throw CommandFailure(.cannotWrite, "the definitions cannot be written: \(error.localizedDescription)")
        }
    }

    /// The workspace's; those of the file with `--workspace`; nil where there is neither token nor file, so that nothing is
    /// known.
    private func attributes() async throws -> [DataAttribute]? {
        if let workspace = connection.workspace {
            do { return try AttributeFile(path: workspace).attributes } catch {
                throw CommandFailure(.badInput, error.description)
            }
        }
        let settings = try Settings.current()
        let token = try connection.emulator ? nil : TokenSource.find(connection, settings)?.token
        let baseURL = settings.resolve(.baseURL, flag: connection.baseURL).value
        guard connection.emulator || baseURL != nil || token != nil else {
            say(
                "There is no access token, so custom attributes are not checked: set INTERCOM_ACCESS_TOKEN, and run it again."
            )
            return nil
        }
        let workspace = try await Connection.open(connection, token: token)
        do throws(IntercomError) {
            let attributes = try await workspace.client.dataAttributes(includeArchived: true)
            await workspace.close()
            say("The custom attributes are those of \(workspace.description).")
            return attributes
        } catch {
            await workspace.close()
            throw CommandFailure(explaining: error)
        }
    }

    private func writeSettings(_ file: URL) throws {
        guard let data = FileManager.default.contents(atPath: file.path) else {
            try write(pretty(EditorSettings.new(definitions: Self.folder)), to: file)
            say("Wrote \(file.relativePath) and the definitions in \(Self.folder).")
            return
        }
        guard let settings = try? JSONValue(parsing: [UInt8](data)), let object = settings.object else {
            say(".luarc.json has comments, so it was left alone: put \"\(Self.folder)\" into its workspace.library.")
            return
        }
        if let changed = EditorSettings.adding(definitions: Self.folder, to: object) {
            try write(pretty(changed), to: file)
        }
        say("Wrote the definitions in \(Self.folder).")
    }

    private func pretty(_ value: JSONValue) -> String {
        String(decoding: value.encoded(pretty: true), as: UTF8.self) + "\n"
    }

    private func write(_ text: String, to file: URL) throws {
        try Data(text.utf8).write(to: file, options: .atomic)
    }

    private func say(_ text: String) {
        if !quiet { Terminal.standardError.write(text + "\n") }
    }
}

extension TypeDefinitions.Attribute {
    fileprivate init(_ attribute: DataAttribute) {
        let type =
            switch attribute.dataType {
            case .integer, .date, .datetime: "integer"
            case .float: "number"
            case .boolean: "boolean"
            default:
                attribute.options.isEmpty
                    ? "string"
                    : attribute.options.map { "\"\($0.replacing("\"", with: "\\\""))\"" }.joined(separator: "|")
            }
        self.init(name: attribute.name, type: type, summary: attribute.description ?? attribute.label ?? "")
    }
}
