import Foundation
import Records

/// Keeps a program from reading what it writes, which would never end.
enum OutputCheck {
    /// - Parameter path: where output goes; nil and "-" for standard output. A file that is named is no danger, for it is
    ///   written under another name first.
    /// - Throws: ``CommandFailure`` where standard output leads into one of the inputs.
    static func check(_ path: String?, readsFrom inputs: [RecordInput]) throws {
        guard path == nil || path == "-" else { return }
        var output = stat()
        guard fstat(STDOUT_FILENO, &output) == 0, output.st_mode & S_IFMT == S_IFREG else { return }
        for case .file(let name) in inputs {
            var input = stat()
            if stat(name, &input) == 0, input.st_dev == output.st_dev, input.st_ino == output.st_ino {
                throw CommandFailure(
                    .usage, "\(name) is input and output at once: name another file, or write it with --output \(name)")
            }
        }
    }
}
