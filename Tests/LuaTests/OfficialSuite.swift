import Foundation

/// The official test suite of Lua 5.4.4, which is not part of the project: `INTERCOM_LUA_SUITE` names the folder of its
/// `all.lua`. It is at https://www.lua.org/tests and in Lua's repository, folder `testes`.
enum OfficialSuite {
    static let folder = ProcessInfo.processInfo.environment["INTERCOM_LUA_SUITE"]

    /// Its files that are about what sandboxed scripts have.
    static let sandboxed = [
        "strings", "literals", "tpack", "locals", "constructs", "nextvar", "pm", "utf8", "events", "vararg", "closure",
        "coroutine", "goto", "errors", "math", "sort", "bitwise", "calls",
    ].map { $0 + ".lua" }

    /// Why a file could not be prepared.
    struct Problem: Error, CustomStringConvertible {
        var description: String
    }

    /// Lines of a file that are left out.
    struct Omission {
        var file: String
        var missing: String
        var first: String
        var last: [String] = []
        var replacement = ""
    }

    /// A file's text without the lines that a sandboxed script cannot run; those that stay have their numbers.
    static func text(of file: String, in folder: String) throws -> [UInt8] {
        // Not all of them are UTF-8: a byte is a character here.
        let url = URL(fileURLWithPath: folder).appendingPathComponent(file)
        var lines = try String(contentsOf: url, encoding: .isoLatin1).components(separatedBy: "\n")
        var next = 0
        for omission in try omissions() where omission.file == file {
            let begin = try find(omission.first, in: lines, from: next, omission)
            var end = begin
            for (offset, part) in omission.last.enumerated() {
                end = offset == 0 ? try find(part, in: lines, from: begin, omission) : end + 1
                guard lines[end].contains(part) else { throw Problem(description: "\(file):\(end + 1) is not \(part)") }
            }
            for index in begin...end { lines[index] = "" }
            lines[begin] = omission.replacement
            next = end + 1
        }
        return lines.joined(separator: "\n").unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
    }

    private static func find(_ part: String, in lines: [String], from: Int, _ omission: Omission) throws -> Int {
        guard let index = lines[from...].firstIndex(where: { $0.contains(part) }) else {
            throw Problem(description: "\(omission.file) has no line \(part)")
        }
        return index
    }

    /// The list of what is left out; see the head of the file.
    private static func omissions() throws -> [Omission] {
        guard
            let url = Bundle.module.url(
                forResource: "suite-left-out", withExtension: "txt", subdirectory: "Fixtures")
        else { throw Problem(description: "there is no list of what is left out") }
        let text = try String(contentsOf: url, encoding: .utf8)
        return text.components(separatedBy: "\n\n").compactMap { entry in
            var lines = entry.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("#") }
            guard lines.count > 1 else { return nil }
            let head = lines.removeFirst().components(separatedBy: ": ")
            var omission = Omission(file: head[0], missing: head[1], first: lines.removeFirst())
            if let replacement = lines.last, replacement.hasPrefix("=> ") {
                omission.replacement = String(replacement.dropFirst(3))
                lines.removeLast()
            }
            if lines.first == "..." { omission.last = Array(lines.dropFirst()) }
            return omission
        }
    }
}
