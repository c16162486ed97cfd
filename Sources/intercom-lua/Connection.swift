import Emulator
import Foundation
import Intercom
import Runner

/// What a command talks to: a live workspace, an emulator elsewhere, or the one it started itself.
struct Connection {
    enum Kind {
        case live
        case embedded(EmulatorServer)
        case emulator
    }

    var kind: Kind
    var client: IntercomClient
    /// For the first line of a run.
    var description: String

    /// Connects as the options say. No call is made.
    static func open(_ options: ConnectionOptions, concurrency: Int? = nil) async throws -> Connection {
        try await open(options, token: options.emulator ? nil : options.token(), concurrency: concurrency)
    }

    /// The same with a token that was found before: standard input can be read only once.
    static func open(
        _ options: ConnectionOptions, token: AccessToken?, concurrency: Int? = nil
    ) async throws -> Connection {
        let settings = try Settings.current()
        let base =
            options.emulator || options.region != nil ? nil : settings.resolve(.baseURL, flag: options.baseURL).value
        if options.workspace != nil, token != nil || base != nil {
            throw CommandFailure(.usage, "--workspace is for the embedded emulator: add --emulator")
        }
        do {
            let limits = Limits(concurrency: concurrency, rate: options.rate)
            if let base { return try local(base, token, limits) }
            guard let token else { return try await embedded(options.workspace, limits) }
            var configuration = IntercomConfiguration(
                token: token, region: try settings.region(flag: options.region))
            configuration.take(limits)
            return Connection(
                kind: .live, client: try IntercomClient(configuration),
                description: "the live workspace of token …\(token.lastFour) at \(configuration.baseURL)")
        } catch let error as IntercomError {
            throw CommandFailure(.usage, error.message)
        }
    }

    private static func local(_ text: String, _ token: AccessToken?, _ limits: Limits) throws -> Connection {
        let base = try BaseURL(text)
        guard base.isLoopback || token != nil else {
            throw CommandFailure(
                .tokenRefused, "there is no access token for \(base): set INTERCOM_ACCESS_TOKEN, or use --token-file")
        }
        var configuration = IntercomConfiguration(token: try token ?? AccessToken("emulator"), baseURL: base)
        configuration.take(limits)
        let client = try IntercomClient(configuration)
        if base.isLoopback {
            return Connection(kind: .emulator, client: client, description: "the emulator at \(base)")
        }
        return Connection(kind: .live, client: client, description: "the live workspace at \(base)")
    }

    private static func embedded(_ workspace: String?, _ limits: Limits) async throws -> Connection {
        var settings = EmulatorConfiguration()
        if let workspace {
            guard FileManager.default.fileExists(atPath: workspace) else {
                throw CommandFailure(.inputMissing, "there is no workspace file \"\(workspace)\"")
            }
            settings.workspaceFile = workspace
        }
        let server = try await startEmulator(settings)
        var configuration = IntercomConfiguration(
            token: try AccessToken("emulator"), baseURL: try BaseURL(server.baseURL))
        configuration.take(limits)
        return Connection(
            kind: .embedded(server), client: try IntercomClient(configuration),
            description: "the embedded emulator: nothing leaves this machine")
    }

    static func startEmulator(_ settings: EmulatorConfiguration) async throws -> EmulatorServer {
        do {
            return try await EmulatorServer.start(settings)
        } catch {
            switch error {
            case .workspaceFile: throw CommandFailure(.badInput, "\(error)")
            default: throw CommandFailure(.unreachable, "\(error)")
            }
        }
    }

    /// The same for questions, in a few words.
    var place: String { isLive ? description : "the emulator" }

    /// The same for pages that are passed on: nothing of the token.
    var publicDescription: String {
        switch kind {
        case .live: "the live workspace at \(client.configuration.baseURL)"
        case .emulator: "an emulator"
        case .embedded: "the embedded emulator"
        }
    }

    /// Whether what is done here matters to anybody.
    var isLive: Bool { if case .live = kind { true } else { false } }

    func close() async {
        if case .embedded(let server) = kind { await server.stop() }
    }
}

/// What the command line says of how many calls are made.
private struct Limits {
    /// Calls in flight; where it says nothing, the script may yet.
    var concurrency: Int?
    /// Calls in ten seconds.
    var rate: Int?
}

extension IntercomConfiguration {
    fileprivate mutating func take(_ limits: Limits) {
        rate = limits.rate
        if let concurrency = limits.concurrency {
            self.concurrency = concurrency
        } else {
            connections = RunOptions.concurrencyRange.upperBound
        }
    }
}
