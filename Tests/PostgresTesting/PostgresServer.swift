import Foundation
import Synchronization

/// A server of PostgreSQL that belongs to the tests: in a temporary folder, reached by a socket in it, gone with this process.
public final class PostgresServer: Sendable {
    /// Why there is none, or why it does not do what it is told.
    public struct Trouble: Error, CustomStringConvertible {
        public let description: String
    }

    private let folder: String
    private let databases = Mutex(0)
    /// Open as long as the server is to run: the shell that started it stops it when this end is gone, however that came.
    private let lifeline: FileHandle

    /// The one of this process, started when it is first asked for; nil where PostgreSQL is not installed or does not start.
    public static let shared: PostgresServer? = {
        do {
            guard let programs else { throw Trouble(description: "PostgreSQL is not installed.") }
            return try PostgresServer(programs)
        } catch {
            let text = "The tests that need PostgreSQL are skipped: \(error)\n"
            FileHandle.standardError.write(Data(text.utf8))
            return nil
        }
    }()

    /// The folder of initdb and pg_ctl. Debian keeps them out of PATH, in a folder for each version.
    private static let programs: String? = {
        let versions = "/usr/lib/postgresql"
        let debian = ((try? FileManager.default.contentsOfDirectory(atPath: versions)) ?? [])
            .sorted { (Int($0) ?? 0) > (Int($1) ?? 0) }.map { "\(versions)/\($0)/bin" }
        let path = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
        return (debian + path).first { folder in
            ["initdb", "pg_ctl", "postgres"].allSatisfy {
                FileManager.default.isExecutableFile(atPath: "\(folder)/\($0)")
            }
        }
    }()

    /// Makes a server, says so, and takes it away when standard input ends. PostgreSQL refuses to run as root.
    private static let life = """
        trap '' INT TERM
        as_user=
        if [ "$(id -u)" = 0 ]; then
            chown postgres "$1" && as_user='setpriv --reuid=postgres --regid=postgres --clear-groups' || exit
        fi
        cd "$1"
        $as_user "$2/initdb" --pgdata="$1/data" --username=tests --auth=trust --no-sync --encoding=UTF8 --no-locale >&2 &&
        $as_user "$2/pg_ctl" start --wait --silent --pgdata="$1/data" --log="$1/log" --options="-c listen_addresses='' \\
            -c unix_socket_directories=$1 -c fsync=off -c max_connections=100" >&2 && echo ready || cat "$1/log" >&2
        cat >/dev/null
        $as_user "$2/pg_ctl" stop --silent --mode=immediate --pgdata="$1/data" >/dev/null 2>&1
        cd / && rm -rf -- "$1"
        """

    private init(_ programs: String) throws {
        // Short, for the name of a socket may have no more than 107 bytes.
        folder = NSTemporaryDirectory() + "ilpg-\(UInt32.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
        let errors = folder + "/errors"
        let shell = try Self.shell(["-c", Self.life, "sh", folder, programs], errors: errors)
        lifeline = shell.input
        guard shell.output.availableData == Data("ready\n".utf8) else {
            throw Trouble(description: (try? String(contentsOfFile: errors, encoding: .utf8)) ?? "initdb failed")
        }
    }

    /// The URL of a new, empty database.
    public func makeDatabase() throws -> String {
        let name = databases.withLock { number in
            number += 1
            return "d\(number)"
        }
        try Self.query("CREATE DATABASE \(name)", in: url("postgres"))
        return url(name)
    }

    private func url(_ database: String) -> String { "postgres://tests@/\(database)?host=\(folder)" }

    /// Runs a statement.
    /// - Returns: what it returned, a line for each row, the values with | between them.
    @discardableResult
    public static func query(_ sql: String, in url: String) throws -> [String] {
        let errors = NSTemporaryDirectory() + "ilpg-\(UUID())"
        defer { try? FileManager.default.removeItem(atPath: errors) }
        let shell = try shell(
            ["-c", "exec psql -XAtq -v ON_ERROR_STOP=1 -c \"$1\" \"$2\"", "sh", sql, url], errors: errors)
        let text = String(decoding: shell.output.readDataToEndOfFile(), as: UTF8.self)
        shell.process.waitUntilExit()
        guard shell.process.terminationStatus == 0 else {
            throw Trouble(description: (try? String(contentsOfFile: errors, encoding: .utf8)) ?? "psql failed")
        }
        return text.split(separator: "\n").map(String.init)
    }

    private static func shell(
        _ arguments: [String], errors: String
    ) throws -> (process: Process, input: FileHandle, output: FileHandle) {
        let (process, input, output) = (Process(), Pipe(), Pipe())
        _ = FileManager.default.createFile(atPath: errors, contents: nil)
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = arguments
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle(forWritingAtPath: errors)
        try process.run()
        return (process, input.fileHandleForWriting, output.fileHandleForReading)
    }
}
