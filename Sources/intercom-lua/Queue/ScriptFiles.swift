import Foundation
import Ledger
import LuaSyntax
import Runner
import ScriptCheck

/// The files that a script requires, as far as its text says: `require "name"`.
struct ScriptFiles {
    /// Their texts, by the names that they are required with.
    let modules: [String: [UInt8]]

    /// Reads those beside a script.
    init(requiredBy texts: [[UInt8]], in folder: String) {
        var modules: [String: [UInt8]] = [:]
        var waiting = texts.flatMap { ScriptChecker.definitions(in: SourceText($0)).modules }
        while let name = waiting.popLast() {
            guard modules[name] == nil, let path = Self.path(of: name),
                let text = try? ScriptSource.file(folder + "/" + path).text()
            else { continue }
            modules[name] = text
            waiting += ScriptChecker.definitions(in: SourceText(text)).modules
        }
        self.modules = modules
    }

    /// A module's file, relative to the script's folder; nil for what names none.
    private static func path(of module: String) -> String? {
        let parts = module.split(separator: ".", omittingEmptySubsequences: false)
        let isPlain = parts.allSatisfy { !$0.isEmpty && !$0.contains { "/\\\0".contains($0) } }
        return isPlain ? parts.joined(separator: "/") + ".lua" : nil
    }

    /// Puts modules into a folder of their own, from where `require` takes them.
    ///
    /// - Returns: nil where there are none.
    static func unpack(_ modules: [String: [UInt8]]) throws -> TemporaryModules? {
        if modules.isEmpty { return nil }
        let folder = try TemporaryModules()
        for (name, text) in modules {
            guard let path = path(of: name) else { continue }
            let file = URL(fileURLWithPath: folder.path).appendingPathComponent(path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text).write(to: file)
        }
        return folder
    }
}

extension QueuedScript {
    /// Whether all of its text matches contacts by one field, so that no contact is reached by different values at once.
    var reachesContactsOneWay: Bool {
        let prelude = QueueSettings(settings)?.prelude.map { [Array($0.utf8)] } ?? []
        return ScriptChecker.reachesContactsOneWay(in: ([text] + modules.values + prelude).map(SourceText.init))
    }
}

/// A folder that goes when nobody needs it any more.
final class TemporaryModules: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("intercom-lua-\(UUID())").path
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
