internal import Glibc

/// The program's own streams and clock, which a session uses unless it is given others.
public enum Streams {
    public enum Stream: Int32, Sendable {
        case output = 1
        case errors = 2
    }

    /// Writes a text at once. What nobody can receive any more is dropped.
    public static func write(_ text: String, to stream: Stream) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(stream.rawValue, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    /// The variables of the environment that a session goes by.
    public static var environment: [String: String] {
        var variables: [String: String] = [:]
        for name in ["HOME", "XDG_STATE_HOME", "TERM", "NO_COLOR"] {
            if let value = getenv(name) { variables[name] = String(cString: value) }
        }
        return variables
    }

    /// Time since some moment in the past.
    public static func uptime() -> Duration {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return .seconds(Int64(time.tv_sec)) + .nanoseconds(Int64(time.tv_nsec))
    }
}
