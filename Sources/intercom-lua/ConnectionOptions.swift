public import ArgumentParser
import Foundation
public import Intercom

/// Which workspace a command talks to, and as whom.
struct ConnectionOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Where the API is: https, or http on this machine.", valueName: "url"))
    var baseURL: String?

    @Option(help: "The region of the workspace: us, eu or au.")
    var region: Region?

    @Flag(help: "Talk to the embedded emulator even though a token is set.")
    var emulator = false

    @Option(help: ArgumentHelp("What the embedded emulator holds at the start.", valueName: "file"))
    var workspace: String?

    @Option(help: ArgumentHelp("Read the access token from a file.", valueName: "file"))
    var tokenFile: String?

    @Flag(help: "Read the access token from standard input.")
    var tokenStdin = false

    func validate() throws {
        if tokenFile != nil, tokenStdin { throw ValidationError("Give --token-file or --token-stdin, not both.") }
        if baseURL != nil, region != nil { throw ValidationError("Give --base-url or --region, not both.") }
        if emulator, baseURL != nil { throw ValidationError("Give --emulator or --base-url, not both.") }
    }

    /// The token, from where the user put it; nil where there is none.
    func token() throws -> AccessToken? {
        do {
            if let tokenFile { return try AccessToken(try contents(of: tokenFile)) }
            if tokenStdin { return try AccessToken(readLine() ?? "") }
            guard let text = ProcessInfo.processInfo.environment["INTERCOM_ACCESS_TOKEN"], !text.isEmpty else {
                return nil
            }
            return try AccessToken(text)
        } catch let error as IntercomError {
            throw CommandFailure(.tokenRefused, "the access token cannot be used: \(error.message)")
        }
    }

    private func contents(of path: String) throws -> String {
        guard let data = FileManager.default.contents(atPath: path), let text = String(data: data, encoding: .utf8)
        else {
            throw CommandFailure(.inputMissing, "the token file \"\(path)\" cannot be read")
        }
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}

extension Region: ExpressibleByArgument {}
