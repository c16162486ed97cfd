internal import Glibc

extension Streams {
    /// Runs a command in the terminal, as a shell would, and waits for it. Returns its exit code, 128 and more where a signal
    /// ended it; nil where it could not be started.
    ///
    /// The terminal is its standard input and output also where this program's own are data.
    static func runInTerminal(_ words: [String]) -> Int32? {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // Here signals are ignored or blocked which the command wants to have.
        var all = sigset_t()
        var none = sigset_t()
        sigfillset(&all)
        sigemptyset(&none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for stream in [STDIN_FILENO, STDOUT_FILENO] where isatty(stream) == 0 {
            posix_spawn_file_actions_addopen(&actions, stream, "/dev/tty", O_RDWR, 0)
        }
        let arguments = words.map { strdup($0) }
        defer { for argument in arguments { free(argument) } }
        var process = pid_t()
        let failure = posix_spawn(&process, words[0], &actions, &attributes, arguments + [nil], environ)
        guard failure == 0 else {
            errno = failure
            return nil
        }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 {
            guard errno == EINTR else { return nil }
        }
        // As WIFEXITED and its kin have it, which Swift does not import.
        return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
    }
}
