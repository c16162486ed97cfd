import FoundationEssentials
import JSON

/// A workspace on disk: one JSON document, written whole to a temporary file beside it and renamed, so that it is never
/// half there.
struct WorkspaceFile: Sendable {
    let path: String

    /// - Returns: nil where there is no such file.
    /// - Throws: `EmulatorError.workspaceFile` where it cannot be read or is no workspace.
    func load(seed: UInt64, now: Int64) throws(EmulatorError) -> Workspace? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        let data: Data
        do {
            data = try Data(contentsOf: URL(fileURLWithPath: path))
        } catch {
            throw .workspaceFile(path: path, reason: "cannot be read: \(error)")
        }
        do {
            return try Workspace(document: try JSONValue(parsing: data), seed: seed ^ UInt64(data.count), now: now)
        } catch let error as JSONError {
            throw .workspaceFile(path: path, reason: "is not JSON: \(error)")
        } catch {
            throw .workspaceFile(path: path, reason: "is no workspace: \(error)")
        }
    }

    func save(_ workspace: Workspace) throws(EmulatorError) {
        do {
            let data = Data(workspace.document.encoded(pretty: true))
            try data.write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw .workspaceFile(path: path, reason: "cannot be written: \(error)")
        }
    }
}
