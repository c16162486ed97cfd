import Foundation

/// Files that a command is to write.
enum OutputFiles {
    /// Makes sure that they are not what the command reads, and not one and the same.
    ///
    /// - Parameters:
    ///   - outputs: paths by the option that names them.
    ///   - inputs: paths of what is read.
    static func check(_ outputs: [String: String?], inputs: [String]) throws {
        var owners: [String: String] = [:]
        for input in inputs { owners[identity(of: input) ?? input] = input }
        for case (let option, let path?) in outputs.sorted(by: { $0.key < $1.key }) {
            guard let identity = identity(of: path) else { continue }
            if let owner = owners.updateValue(option, forKey: identity) {
                let what = owner.hasPrefix("--") ? "\(owner) writes that file too" : "that file is read"
                throw CommandFailure(.usage, "\(option) \(path): \(what); name another one")
            }
        }
    }

    /// What two names of one file have in common; nil for what is no file, as standard output and devices.
    static func identity(of path: String) -> String? {
        guard path != "-" else { return nil }
        var status = stat()
        guard stat(path, &status) == 0 else { return placeOfNone(path) }
        return status.st_mode & S_IFMT == S_IFREG ? "\(status.st_dev):\(status.st_ino)" : nil
    }

    /// The same for a file that is not there: its folder may have several names.
    private static func placeOfNone(_ path: String) -> String {
        let url = URL(fileURLWithPath: path).standardizedFileURL
        return url.deletingLastPathComponent().resolvingSymlinksInPath().appendingPathComponent(url.lastPathComponent)
            .path
    }
}
