import ArgumentParser
import Foundation
import Intercom

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Check the installation, the token, the workspace, the clock and the ledger.",
        discussion: "Nothing is changed. What is wrong comes with what to do about it.")

    @OptionGroup(title: "Workspace options") var connection: ConnectionOptions
    @OptionGroup var ledger: LedgerOptions

    func run() async throws {
        var report = DoctorReport()
        await report.checkInstallation()
        if let settings = report.checkSettings() { await checkWorkspace(settings, &report) }
        await LedgerDoctor(options: ledger).check(&report)
        Terminal.standardOutput.write(report.summary)
        if let code = report.code { throw CommandFailure(code) }
    }

    private func checkWorkspace(_ settings: Settings, _ report: inout DoctorReport) async {
        do {
            let source = try connection.emulator ? nil : TokenSource.find(connection, settings)
            let baseURL = settings.resolve(.baseURL, flag: connection.baseURL).value
            report.note(source, isNeeded: baseURL == nil && !connection.emulator)
            let workspace = try await Connection.open(connection, token: source?.token)
            await WorkspaceDoctor(workspace: workspace, region: try settings.region(flag: connection.region))
                .check(&report)
            await workspace.close()
        } catch let failure as CommandFailure {
            report.add(.bad(failure.code), "workspace", failure.message)
        } catch {
            report.add(.bad(.checkFailed), "workspace", "\(error)")
        }
    }
}
