internal import Glibc

/// The program's own streams and clock, which a session uses unless it is given others.
public enum Streams {
    public enum Stream: Int32, Sendable {
        case output = 1
        case errors = 2
    }

    /// Writes a text at once. What nobody can receive any more is dropped.
    public static func write(_ text: String, to stream: Stream) { _ = write(text, to: stream.rawValue) }

    /// Writes all of a text. Returns false where that was not possible.
    static func write(_ text: String, to descriptor: Int32) -> Bool {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// All that can be read; nil where reading fails.
    static func readToEnd(_ descriptor: Int32) -> [UInt8]? {
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = Glibc.read(descriptor, &piece, piece.count)
            if count < 0, errno == EINTR { continue }
            if count < 0 { return nil }
            if count == 0 { return bytes }
            bytes += piece[..<count]
        }
    }

    /// What the system says of the last call that failed.
    static var lastError: String { String(cString: strerror(errno)) }

    /// The variables of the environment that a session goes by.
    public static var environment: [String: String] {
        var variables: [String: String] = [:]
        for name in ["HOME", "XDG_STATE_HOME", "TERM", "NO_COLOR", "VISUAL", "EDITOR", "TMPDIR"] {
            if let value = getenv(name) { variables[name] = String(cString: value) }
        }
        return variables
    }

    /// The time in Unix seconds.
    public static func unixTime() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// Time since some moment in the past.
    public static func uptime() -> Duration {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return .seconds(Int64(time.tv_sec)) + .nanoseconds(Int64(time.tv_nsec))
    }
}
