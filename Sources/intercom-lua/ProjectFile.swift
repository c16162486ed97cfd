import Foundation
import Intercom
import JSON

/// The settings of a project: `intercom-lua.json` in its folder.
///
/// It comes with a project, maybe with somebody else's, so it cannot say where the access token is sent, or what scripts are
/// trusted with.
struct ProjectFile {
    static let name = "intercom-lua.json"
    static let allowed: [Setting] = [.region, .tokenFile, .maxTime, .maxMemory]

    let path: String
    let values: [Setting: String]

    /// The file in a folder, or in the nearest one above that has one.
    ///
    /// - Parameter folder: an absolute path.
    static func find(from folder: String) throws -> ProjectFile? {
        var folder = folder == "/" ? "" : folder[...]
        while true {
            let path = folder + "/" + name
            if let data = FileManager.default.contents(atPath: path) {
                return try ProjectFile(path: path, bytes: [UInt8](data))
            }
            guard let slash = folder.lastIndex(of: "/") else { return nil }
            folder = folder[..<slash]
        }
    }

    init(path: String, bytes: [UInt8]) throws {
        let document: JSONValue
        do { document = try JSONValue(parsing: bytes) } catch {
            throw CommandFailure(.badInput, "\(path) is not JSON: \(error)")
        }
        guard let object = document.object else { throw CommandFailure(.badInput, "\(path) must be an object") }
        var values: [Setting: String] = [:]
        for (name, value) in object {
            guard let setting = Setting(rawValue: name), Self.allowed.contains(setting) else {
                throw CommandFailure(.badInput, "\(path): " + Self.complaint(about: name))
            }
            guard let text = value.string ?? (value.number != nil ? value.text : nil) else {
                throw CommandFailure(.badInput, "\(path): \(name) must be a text or a number, not \(value.text)")
            }
            // A relative path is seen from the file.
            let isPath = setting == .tokenFile && !text.hasPrefix("/")
            values[setting] =
                isPath ? URL(fileURLWithPath: path).deletingLastPathComponent().appendingPathComponent(text).path : text
        }
        self.path = path
        self.values = values
    }

    private static func complaint(about name: String) -> String {
        if let setting = Setting(rawValue: name) {
            return "\(name) is not for a project to say; use \(setting.flag) or \(setting.variable)"
        }
        let names = allowed.map(\.rawValue)
        let hint =
            Nearest.name(to: name, among: names).map { "did you mean \($0)?" }
            ?? "there are \(names.joined(separator: ", "))"
        return "there is no setting \"\(name)\": \(hint)"
    }
}
