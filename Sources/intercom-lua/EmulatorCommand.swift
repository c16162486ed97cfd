import ArgumentParser
import Emulator
import Foundation

struct EmulatorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "emulator", abstract: "Serve the local Contacts API until interrupted.",
        discussion: "Point any client at it: --base-url http://127.0.0.1:PORT. Its admin plane is under /_emulator/.")

    @Option(help: ArgumentHelp("The port; 0 picks a free one.", valueName: "n"))
    var port = 4010

    @Option(help: ArgumentHelp("Calls in a window of 10 seconds, or off.", valueName: "n|off"))
    var rateLimit = "1667"

    @Option(help: ArgumentHelp("Seconds until searches and lists see a write.", valueName: "seconds"))
    var searchLag: Double = 0

    @Option(help: ArgumentHelp("Seconds until lists see a write; without it, as searches.", valueName: "seconds"))
    var listLag: Double?

    @Option(help: ArgumentHelp("Milliseconds that each answer takes.", valueName: "ms"))
    var latency: Int64 = 0

    @Option(
        help: ArgumentHelp("Load the workspace from a file at the start, save it there at the end.", valueName: "file"),
        completion: .file())
    var workspace: String?

    @Option(
        help: ArgumentHelp(
            "What to do where it is not known what Intercom does; as often as needed. First come the defaults.",
            discussion: EmulatorBehaviour.names.joined(separator: "\n"), valueName: "name=value"))
    var behaviour: [String] = []

    func validate() throws {
        var settings = EmulatorBehaviour()
        for setting in behaviour where !settings.set(setting) {
            throw ValidationError(
                "--behaviour \(setting) is none of \(EmulatorBehaviour.names.joined(separator: ", ")).")
        }
        guard (0...65535).contains(port) else { throw ValidationError("--port must be 0 to 65535.") }
        guard rateLimit == "off" || Int(rateLimit).map({ $0 > 0 }) == true else {
            throw ValidationError("--rate-limit must be a number of calls, or off.")
        }
        guard searchLag >= 0, listLag ?? 0 >= 0, latency >= 0 else {
            throw ValidationError("Lag and latency must not be negative.")
        }
    }

    func run() async throws {
        var settings = EmulatorConfiguration()
        settings.port = port
        settings.rateLimit = Int(rateLimit)
        settings.searchLag = searchLag
        settings.listLag = listLag ?? searchLag
        for setting in behaviour { _ = settings.behaviour.set(setting) }
        settings.latency = latency
        settings.workspaceFile = workspace
        try checkFolder()
        let server = try await Connection.startEmulator(settings)
        Terminal.standardOutput.write("listening on \(server.baseURL)\n")
        let interrupts = Interrupts { await server.stop() }
        await server.waitUntilStopped()
        interrupts.cancel()
        do { try await server.stopAndSave() } catch { throw CommandFailure(.cannotWrite, "\(error)") }
    }

    /// Makes sure at the start that the workspace can be saved at the end.
    private func checkFolder() throws {
        guard let workspace else { return }
        let folder = URL(fileURLWithPath: workspace).deletingLastPathComponent().path
        guard !FileManager.default.fileExists(atPath: folder) else { return }
        throw CommandFailure(
            .cannotWrite, "the workspace file \(workspace) cannot be made: there is no folder \(folder)")
    }
}
