import Foundation
import Intercom

/// An access token, and where the user put it.
struct TokenSource {
    let token: AccessToken
    /// "INTERCOM_ACCESS_TOKEN", "the file …", "standard input".
    let description: String

    /// As it may be shown: its last four characters.
    var shown: String { token.lastFour.isEmpty ? "…" : "…" + token.lastFour }

    /// Nil where there is no token.
    ///
    /// - Throws: `CommandFailure` for one that cannot be used, or a file that cannot be read.
    static func find(_ options: ConnectionOptions, _ settings: Settings) throws -> TokenSource? {
        do {
            if options.tokenStdin {
                return TokenSource(token: try AccessToken(readLine() ?? ""), description: "standard input")
            }
            let environment = ProcessInfo.processInfo.environment["INTERCOM_ACCESS_TOKEN"] ?? ""
            let file = settings.resolve(.tokenFile, flag: options.tokenFile)
            // A flag comes before the environment, and the environment's token before a file that is only set somewhere.
            if let path = file.value, file.origin == .flag || environment.isEmpty {
                return TokenSource(token: try AccessToken(try contents(of: path)), description: "the file \(path)")
            }
            if environment.isEmpty { return nil }
            return TokenSource(token: try AccessToken(environment), description: "INTERCOM_ACCESS_TOKEN")
        } catch let error as IntercomError {
            throw CommandFailure(.tokenRefused, "the access token cannot be used: \(error.message)")
        }
    }

    private static func contents(of path: String) throws -> String {
        guard let data = FileManager.default.contents(atPath: path), let text = String(data: data, encoding: .utf8)
        else {
            throw CommandFailure(.inputMissing, "the token file \"\(path)\" cannot be read")
        }
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
