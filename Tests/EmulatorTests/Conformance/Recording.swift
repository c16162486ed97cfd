import Foundation
import JSON
import Testing

/// One recorded call.
struct RecordedCall {
    let line: Int
    let method: String
    let path: String
    let query: JSONValue?
    let request: JSONValue?
    let status: Int
    let answer: JSONValue
    let headers: JSONValue
    /// Unix seconds of the answer's `Date` header.
    let date: Int64

    /// Path and query.
    var target: String {
        guard let members = query?.object, !members.isEmpty else { return path }
        let pairs = members.map { "\($0.key)=\($0.value.string ?? $0.value.text)" }
        return path + "?" + pairs.joined(separator: "&")
    }

    /// `GET /contacts/{id}`, for reports.
    var name: String {
        let segments = path.split(separator: "/").map { $0.count == 24 ? "{id}" : String($0) }
        return "\(method) /\(segments.joined(separator: "/"))"
    }
}

/// The recorded traffic beside the project, where it is.
enum Recordings {
    static let names = [
        "destination-mapping-options", "export-record-archive", "export-record-delete", "export-record-user",
        "lead-quirks",
    ]

    /// The folder `shared`: from the environment, or beside the package.
    static let shared: URL? = {
        let environment = ProcessInfo.processInfo.environment["INTERCOM_LUA_SHARED"]
        let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let folder =
            environment.map { URL(fileURLWithPath: $0) }
            ?? package.deletingLastPathComponent().appendingPathComponent("shared")
        return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
    }()

    static let folder: URL? = {
        guard let folder = shared?.appendingPathComponent("recordings") else { return nil }
        return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
    }()

    static let missing: Comment = "the folder ../shared/recordings is not here (INTERCOM_LUA_SHARED can name ../shared)"

    static func load(_ name: String) throws -> [RecordedCall] {
        let folder = try #require(folder)
        let text = try String(contentsOf: folder.appendingPathComponent(name + ".jsonl"), encoding: .utf8)
        return try text.split(separator: "\n").enumerated().map { number, line in
            let value = try JSONValue(parsing: Array(line.utf8))
            return RecordedCall(
                line: number + 1, method: try #require(value["method"]?.string),
                path: try #require(value["path"]?.string), query: value["query"], request: value["req"],
                status: Int(try #require(value["status"]?.integer)), answer: try #require(value["res"]),
                headers: try #require(value["headers"]),
                date: try seconds(ofHTTPDate: try #require(value["headers"]?["date"]?.string)))
        }
    }

    private static func seconds(ofHTTPDate text: String) throws -> Int64 {
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(secondsFromGMT: 0)
        format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss zzz"
        return Int64(try #require(format.date(from: text)).timeIntervalSince1970)
    }
}
