import ArgumentParser
import Foundation
import Intercom
import JSON

struct AuthCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "auth", abstract: "Say whose workspace the access token opens.", subcommands: [Status.self])

    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "status", abstract: "Say where the access token comes from, and whose workspace it opens.")

        @OptionGroup(title: "Workspace options") var connection: ConnectionOptions

        @Flag(help: "Print one JSON object.")
        var json = false

        func run() async throws {
            let settings = try Settings.current()
            let source = try connection.emulator ? nil : TokenSource.find(connection, settings)
            let baseURL = settings.resolve(.baseURL, flag: connection.baseURL).value
            guard source != nil || connection.emulator || baseURL != nil else {
                throw CommandFailure(
                    .tokenRefused,
                    """
                    there is no access token, so commands work on the embedded emulator. For a live workspace, make a private app in \
                    Intercom's Developer Hub, and put its token into INTERCOM_ACCESS_TOKEN or a --token-file.
                    """)
            }
            let workspace = try await Connection.open(connection, token: source?.token)
            let identity: Identity
            do throws(IntercomError) { identity = try await workspace.client.me() } catch {
                await workspace.close()
                throw CommandFailure(explaining: error)
            }
            await workspace.close()
            Terminal.standardOutput.write(
                json ? object(identity, source, workspace) : text(identity, source, workspace))
        }

        private func text(_ identity: Identity, _ source: TokenSource?, _ workspace: Connection) -> String {
            var lines = [
                source.map { "Token \($0.shown), from \($0.description)." } ?? "No token: this is an emulator."
            ]
            let region = identity.region.map { ", region \($0)" } ?? ""
            lines.append(
                "Workspace \"\(identity.workspaceName ?? "?")\" (\(identity.workspaceID ?? "?"))\(region), at \(workspace.client.configuration.baseURL)."
            )
            lines.append("It acts as \(identity.name ?? "?") <\(identity.email ?? "?")>.")
            return lines.joined(separator: "\n") + "\n"
        }

        private func object(_ identity: Identity, _ source: TokenSource?, _ workspace: Connection) -> String {
            func text(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
            let object: JSONValue = [
                "token": text(source?.shown), "source": text(source?.description),
                "base_url": .string("\(workspace.client.configuration.baseURL)"),
                "workspace": [
                    "id": text(identity.workspaceID), "name": text(identity.workspaceName),
                    "region": text(identity.region),
                ],
                "admin": ["id": .string(identity.id), "name": text(identity.name), "email": text(identity.email)],
            ]
            return object.text + "\n"
        }
    }
}
