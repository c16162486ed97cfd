import Foundation

enum StandardInput {
    /// Whether standard input is something to read from: a pipe or a file, and not the null device.
    static var hasData: Bool {
        var status = stat()
        guard fstat(STDIN_FILENO, &status) == 0 else { return false }
        let kind = status.st_mode & S_IFMT
        return kind == S_IFIFO || kind == S_IFSOCK || (kind == S_IFREG && status.st_size > 0)
    }
}
