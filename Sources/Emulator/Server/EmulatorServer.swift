import Glibc
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix

/// An emulator that serves HTTP at a loopback port.
///
///     let emulator = try await EmulatorServer.start(EmulatorConfiguration())
///     print(emulator.baseURL)
///     await emulator.stop()
public final class EmulatorServer: Sendable {
    /// The emulator behind the port: seed it, look into it, let it fail.
    public let core: EmulatorCore
    /// The port that is listened at.
    public let port: Int
    /// `http://127.0.0.1:PORT`, without a slash at the end.
    public let baseURL: String
    private let server: Server<HTTP1Channel>
    private let running: Task<Void, any Error>

    private init(
        core: EmulatorCore, host: String, port: Int, server: Server<HTTP1Channel>, running: Task<Void, any Error>
    ) {
        self.core = core
        self.port = port
        baseURL = "http://\(host.contains(":") ? "[\(host)]" : host):\(port)"
        self.server = server
        self.running = running
    }

    /// Starts to listen; returns when clients can connect.
    /// - Throws: `EmulatorError.cannotListen`, `.workspaceFile`.
    public static func start(
        _ configuration: EmulatorConfiguration = EmulatorConfiguration()
    ) async throws(EmulatorError) -> EmulatorServer {
        try await start(core: EmulatorCore(configuration), host: configuration.host, port: configuration.port)
    }

    /// Serves an emulator that is there already.
    public static func start(
        core: EmulatorCore, host: String = "127.0.0.1", port: Int = 0
    ) async throws(EmulatorError) -> EmulatorServer {
        let (ports, announcement) = AsyncStream.makeStream(of: Int.self)
        var logger = Logger(label: "emulator")
        logger.logLevel = .critical
        let carrier = HTTPCarrier(core: core)
        let server = Server(
            childChannelSetup: HTTP1Channel(responder: carrier.respond),
            configuration: ServerConfiguration(address: .hostname(host, port: port), serverName: nil, backlog: 1024),
            onServerRunning: { channel in
                announcement.yield(channel.localAddress?.port ?? port)
                announcement.finish()
            },
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            logger: logger)
        let running = Task {
            // Ends the wait below where the server ends before it runs.
            defer { announcement.finish() }
            try await server.run()
        }
        for await port in ports {
            return EmulatorServer(core: core, host: host, port: port, server: server, running: running)
        }
        var reason = "the server ended"
        do { try await running.value } catch { reason = Self.reason(error) }
        throw .cannotListen(host: host, port: port, reason: reason)
    }

    private static func reason(_ error: any Error) -> String {
        guard let error = error as? IOError else { return "\(error)" }
        let words = String(cString: strerror(error.errnoCode))
        switch error.errnoCode {
        case EADDRINUSE: return "another program listens there already; choose another port, or 0 for a free one"
        case EACCES: return "\(words); ports below 1024 may be the system's own"
        default: return words
        }
    }

    /// Stops to listen, lets requests in flight end, closes every connection. Can be called twice.
    /// - Parameter grace: how long requests in flight may take; those that are longer are cut off.
    public func stop(grace: Duration = .seconds(1)) async {
        let server = server
        let running = running
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                try? await server.shutdownGracefully()
                _ = await running.result
            }
            group.addTask {
                try? await Task.sleep(for: grace)
                running.cancel()
            }
            await group.next()
            group.cancelAll()
        }
    }

    /// Stops, and saves the workspace where a file is configured.
    /// - Throws: `EmulatorError.workspaceFile`.
    public func stopAndSave() async throws(EmulatorError) {
        await stop()
        if core.canSave { try core.save() }
    }

    /// Waits until the server has stopped.
    public func waitUntilStopped() async { _ = await running.result }
}
