import ArgumentParser
import Foundation
import IntercomScripting
import JSON
import LuaSyntax
import Records
import Runner
import ScriptCheck
import ScriptTesting

struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Find mistakes in scripts without running them against anything.",
        usage: "intercom-lua check SCRIPT ... [--input FILE] [options]",
        discussion: """
            Misspelt names, fields and custom attributes, wrong arguments, unused locals. With --input, every record is run \
            with no network, to see which of them would be rejected. The custom attributes are those that `intercom-lua types` \
            keeps, or those of --workspace.
            """)

    @Argument(help: ArgumentHelp("The scripts.", valueName: "script"), completion: .file(extensions: ["lua"]))
    var scripts: [String]

    @Option(
        parsing: .singleValue, help: ArgumentHelp("Records to run the script over.", valueName: "file"),
        completion: .file())
    var input: [String] = []

    @Option(help: "The format of the input: csv, tsv, ndjson or json. By default its extension says.")
    var format: RecordFormat?

    @Option(
        help: ArgumentHelp("What the workspace has: custom attributes, and maybe contacts.", valueName: "file"),
        completion: .file())
    var workspace: String?

    @Flag(help: "Print one JSON object on standard output.")
    var json = false

    @Flag(name: .shortAndLong, help: "Print what is wrong only.")
    var quiet = false

    func validate() throws {
        if scripts.isEmpty { throw ValidationError("Which script? Name a file.") }
        if !input.isEmpty, scripts.count > 1 { throw ValidationError("With --input, name one script.") }
    }

    func run() async throws {
        var report = CheckReport(isJSON: json)
        for script in scripts {
            do { try await check(script, &report) } catch let failure as CommandFailure where report.hasFindings {
                // What was found before counts, and is said.
                failure.show()
            }
        }
        report.finish(isQuiet: quiet, scripts: scripts)
        if report.hasFindings { throw CommandFailure(.checkFailed) }
    }

    private func check(_ script: String, _ report: inout CheckReport) async throws {
        let bytes: [UInt8]
        do { bytes = try ScriptSource.file(script).text() } catch {
            throw CommandFailure(.inputMissing, error.description)
        }
        let source = SourceText(bytes)
        let folder = ScriptSource.file(script).folder ?? "."
        let file: AttributeFile?
        do { file = try (workspace ?? Self.attributeFile(near: folder)).map { try AttributeFile(path: $0) } } catch {
            throw CommandFailure(.badInput, "\(error)")
        }
        let inputs = input.map(RecordInput.init(argument:))
        let options = RecordOptions(format: format)
        var checker = ScriptChecker(script.hasSuffix(TestFiles.ending) ? .standard.adding(.testing) : .standard)
        checker.attributes = file?.attributes
        checker.foreignGlobals = Self.globals(ofModulesOf: source, in: folder)
        do { checker.recordFields = inputs.isEmpty ? nil : try RecordCheck.fields(of: inputs, options: options) } catch
        {
            throw CommandFailure(explaining: error)
        }
        let diagnostics = checker.check(source)
        report.add(diagnostics, file: script, source)
        guard !inputs.isEmpty, !diagnostics.contains(where: { $0.code == .syntax }) else { return }
        var configuration = RunConfiguration(script: .file(script), inputs: inputs, records: options)
        configuration.output = { _ in }
        do {
            report.add(try await RecordCheck(configuration, workspace: file).run())
        } catch let failure as RunFailure {
            throw CommandFailure(explaining: failure.error)
        } catch {
            throw CommandFailure(.badInput, "\(error)")
        }
    }

    /// What `types` has written for the folder, or for one around it.
    private static func attributeFile(near folder: String) -> String? {
        var url = URL(fileURLWithPath: folder).standardizedFileURL
        while true {
            let file = url.appendingPathComponent(TypesCommand.folder).appendingPathComponent(AttributeFile.name)
            if FileManager.default.fileExists(atPath: file.path) { return file.path }
            let parent = url.deletingLastPathComponent()
            if parent.path == url.path { return nil }
            url = parent
        }
    }

    /// The global names that files define which the script requires.
    private static func globals(ofModulesOf source: SourceText, in folder: String) -> Set<String> {
        var found: Set<String> = []
        var seen: Set<String> = []
        var waiting = ScriptChecker.definitions(in: source).modules
        while let name = waiting.popLast() {
            guard seen.insert(name).inserted, !name.contains("/"), !name.contains("\\") else { continue }
            let path = folder + "/" + name.replacing(".", with: "/") + ".lua"
            guard let text = try? ScriptSource.file(path).text() else { continue }
            let definitions = ScriptChecker.definitions(in: SourceText(text))
            found.formUnion(definitions.globals)
            waiting += definitions.modules
        }
        return found
    }
}
