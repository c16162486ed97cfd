internal import Foundation

/// Finds files of tests.
public enum TestFiles {
    /// The ending by which they are known.
    public static let ending = "_test.lua"

    /// Why a path names no tests.
    public struct NotFound: Error, Sendable, CustomStringConvertible {
        public var description: String
    }

    /// The files that paths name, sorted: a file itself, of a folder those in it and below. Hidden folders are left out.
    public static func find(_ paths: [String]) throws(NotFound) -> [String] {
        var files: [String] = []
        for path in paths {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
                throw NotFound(description: "there is no \"\(path)\"")
            }
            guard isFolder.boolValue else {
                files.append(path)
                continue
            }
            let found = within(path)
            if found.isEmpty { throw NotFound(description: "no file in \"\(path)\" ends in \(ending)") }
            files += found
        }
        return files
    }

    private static func within(_ folder: String) -> [String] {
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
        let prefix = folder == "." ? "" : folder.hasSuffix("/") ? folder : folder + "/"
        var files: [String] = []
        for name in names where !name.hasPrefix(".") {
            let path = prefix + name
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { continue }
            if isFolder.boolValue {
                // A link may lead back up.
                let isLink = (try? FileManager.default.destinationOfSymbolicLink(atPath: path)) != nil
                if !isLink { files += within(path) }
            } else if name.hasSuffix(ending) {
                files.append(path)
            }
        }
        return files
    }
}
