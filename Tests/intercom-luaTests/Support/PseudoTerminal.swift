import Foundation

/// A terminal that a program can be started at, of any width.
final class PseudoTerminal {
    /// What is read here was written by the program.
    let ownEnd: FileHandle
    /// What the program is given.
    let programEnd: FileHandle

    init(columns: UInt16) throws {
        var own: Int32 = 0
        var other: Int32 = 0
        guard openpty(&own, &other, nil, nil, nil) == 0 else { throw Trouble(code: errno) }
        for end in [own, other] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        ownEnd = FileHandle(fileDescriptor: own, closeOnDealloc: true)
        programEnd = FileHandle(fileDescriptor: other, closeOnDealloc: true)
        resize(columns: columns)
    }

    func resize(columns: UInt16) {
        var size = winsize(ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(ownEnd.fileDescriptor, UInt(TIOCSWINSZ), &size)
    }

    struct Trouble: Error {
        var code: Int32
    }
}
