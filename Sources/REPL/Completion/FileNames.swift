internal import Glibc

/// Completion of paths.
enum FileNames {
    /// The path with `~/` made what it stands for.
    static func expanded(_ path: String) -> String {
        guard path == "~" || path.hasPrefix("~/"), let home = getenv("HOME") else { return path }
        return String(cString: home) + path.dropFirst()
    }

    /// Files and folders whose path begins with `typed`. Hidden ones only where a dot asks for them.
    static func candidates(_ typed: String) -> [Completion.Candidate] {
        let cut = typed.lastIndex(of: "/").map { typed.index(after: $0) } ?? typed.startIndex
        let (folder, beginning) = (String(typed[..<cut]), String(typed[cut...]))
        let real = folder.isEmpty ? "." : expanded(folder)
        return names(in: real).filter { name in
            name.hasPrefix(beginning) && (beginning.hasPrefix(".") || !name.hasPrefix("."))
        }.map { name in
            let isFolder = isFolder(real + "/" + name)
            return Completion.Candidate(folder + name + (isFolder ? "/" : ""), label: name + (isFolder ? "/" : ""))
        }
    }

    private static func names(in folder: String) -> [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { name in
                name.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    private static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}
