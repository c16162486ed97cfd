internal import Digests
internal import Foundation
internal import IntercomScripting

/// Where a script comes from.
public enum ScriptSource: Sendable, Hashable {
    /// A file.
    case file(String)
    /// Code from the command line that runs once, top to bottom.
    case code(String)
    /// Code from the command line that runs once a record, with the record in `row`, and in `r` for short.
    case recordCode(String)
    /// A text that was kept, under the name that it had then.
    case kept([UInt8], name: String, chunkName: String)

    /// What messages call code from the command line.
    static let commandLine = "=(command line)"

    /// Why a script could not be read.
    public struct ReadError: Error, Sendable, CustomStringConvertible {
        public var path: String
        public var isMissing: Bool
        public var description: String
    }

    /// As a person knows it: the path, or "-e" for code from the command line.
    public var name: String {
        switch self {
        case .file(let path): path
        case .code, .recordCode: "-e"
        case .kept(_, let name, _): name
        }
    }

    /// SHA-256 of the text.
    public func digest() throws(ReadError) -> [UInt8] { Digest.sha256(try text()) }

    /// As messages call the chunk: "@" and a path for a file.
    public var chunkName: String {
        switch self {
        case .file(let path): "@" + path
        case .code, .recordCode: Self.commandLine
        case .kept(_, _, let chunkName): chunkName
        }
    }

    /// The folder beside which `require` looks; nil for what is no file.
    public var folder: String? {
        guard case .file(let path) = self else { return nil }
        let folder = (path as NSString).deletingLastPathComponent
        return folder.isEmpty ? "." : folder
    }

    /// The Lua text, without a first line that is for the shell.
    public func text() throws(ReadError) -> [UInt8] {
        switch self {
        case .code(let code): return Array(code.utf8)
        // On one line with the code, so that line numbers stay right.
        case .recordCode(let code): return Array("return function(row, ctx, state) local r = row; \(code)\nend".utf8)
        case .file(let path): return try Self.contents(of: path)
        case .kept(let text, _, _): return text
        }
    }

    private static func contents(of path: String) throws(ReadError) -> [UInt8] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw ReadError(path: path, isMissing: true, description: "there is no script \"\(path)\"")
        }
        if isFolder.boolValue {
            throw ReadError(path: path, isMissing: true, description: "\"\(path)\" is a folder, not a script")
        }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw ReadError(path: path, isMissing: false, description: "the script \"\(path)\" cannot be read")
        }
        let bytes = [UInt8](data)
        // A first line that begins with # is for the shell.
        return bytes.first == UInt8(ascii: "#") ? Array(bytes.drop { $0 != UInt8(ascii: "\n") }) : bytes
    }
}
