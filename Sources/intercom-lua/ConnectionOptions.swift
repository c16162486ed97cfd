public import ArgumentParser
import Foundation
public import Intercom

/// Which workspace a command talks to, and as whom.
struct ConnectionOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Where the API is: https, or http on this machine.", valueName: "url"))
    var baseURL: String?

    @Option(help: "The region of the workspace: us, eu or au. By default us.")
    var region: Region?

    @Flag(help: "Talk to the embedded emulator even though a token is set.")
    var emulator = false

    @Option(
        help: ArgumentHelp("What the embedded emulator holds at the start.", valueName: "file"), completion: .file())
    var workspace: String?

    @Option(help: ArgumentHelp("Read the access token from a file.", valueName: "file"), completion: .file())
    var tokenFile: String?

    @Flag(help: "Read the access token from standard input.")
    var tokenStdin = false

    @Option(
        help: ArgumentHelp(
            """
            Make at most so many API calls in any ten seconds: this process's share of what Intercom allows all of an \
            app's processes together, 1667 for most. Without it, the processes share by what Intercom's answers say is left.
            """, valueName: "n"))
    var rate: Int?

    /// Whether something waits in standard input that is not the token.
    var pipeHasData: Bool { !tokenStdin && isatty(STDIN_FILENO) == 0 && StandardInput.hasData }

    func validate() throws {
        guard rate.map(IntercomConfiguration.rateRange.contains) ?? true else {
            throw ValidationError(
                "--rate must be 1 to \(IntercomConfiguration.rateRange.upperBound) calls in ten seconds.")
        }
        if tokenFile != nil, tokenStdin { throw ValidationError("Give --token-file or --token-stdin, not both.") }
        if baseURL != nil, region != nil { throw ValidationError("Give --base-url or --region, not both.") }
        if emulator, baseURL != nil { throw ValidationError("Give --emulator or --base-url, not both.") }
    }

    /// The token, from where the user put it; nil where there is none.
    func token() throws -> AccessToken? { try TokenSource.find(self, try .current())?.token }

    /// Nothing said on the command line.
    static var none: ConnectionOptions {
        get throws { try ConnectionOptions.parse([]) }
    }
}

extension Region: ExpressibleByArgument {}
