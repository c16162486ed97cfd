import Foundation
import JSON
import Ledger
import PostgresLedger

/// How a run was started, so that it can be started again: as it is kept in the ledger.
struct Invocation {
    /// The folder that relative paths start from.
    var folder: String
    /// The arguments after `run`.
    var arguments: [String]

    /// How this process was started.
    static var current: Invocation {
        Invocation(
            folder: FileManager.default.currentDirectoryPath, arguments: Array(CommandLine.arguments.dropFirst(2)))
    }

    /// The same without passwords, as it can be kept.
    var withoutPasswords: Invocation {
        Invocation(folder: folder, arguments: arguments.map(Self.withoutPassword))
    }

    private static func withoutPassword(_ argument: String) -> String {
        let flag = "--ledger="
        guard argument.hasPrefix(flag) else { return PostgresAddress.redacted(argument) }
        return flag + PostgresAddress.redacted(String(argument.dropFirst(flag.count)))
    }

    init(folder: String, arguments: [String]) {
        self.folder = folder
        self.arguments = arguments
    }

    /// - Returns: nil for what `text` is not.
    init?(_ text: String) {
        guard let value = try? JSONValue(parsing: text), let folder = value["folder"]?.string,
            let arguments = value["arguments"]?.array
        else { return nil }
        self.init(folder: folder, arguments: arguments.compactMap(\.string))
    }

    /// Goes to the folder in which a run was started.
    func enterFolder(of run: RunEntry) throws {
        guard FileManager.default.changeCurrentDirectoryPath(folder) else {
            throw CommandFailure(
                .inputMissing, "run \(run.id) was started in \"\(folder)\", which is not there any more")
        }
    }

    /// The same without options, each given with its value or, where it takes none, without.
    func dropping(options: Set<String>, flags: Set<String>) -> Invocation {
        var kept: [String] = []
        var isValue = false
        for argument in arguments {
            if isValue {
                isValue = false
            } else if options.contains(argument) {
                isValue = true
            } else if !flags.contains(argument),
                !options.contains(where: { $0.hasPrefix("--") && argument.hasPrefix($0 + "=") })
            {
                kept.append(argument)
            }
        }
        return Invocation(folder: folder, arguments: kept)
    }

    var text: String {
        let value: JSONValue = ["folder": .string(folder), "arguments": .array(arguments.map { .string($0) })]
        return value.text
    }

    /// A word as a shell takes it.
    static func quoted(_ word: String) -> String {
        let plain = word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_./=:,+@%".contains($0)) }
        return plain && !word.isEmpty ? word : "'" + word.replacing("'", with: "'\\''") + "'"
    }
}
