import Foundation

/// The Python that .ci/run makes for tests that look at the program with packages of PyPI.
enum PythonForTests {
    /// Its path where it has a module.
    static func program(with module: String) -> String? {
        let own = Project.root.appendingPathComponent(".build/python/bin/python3").path
        let named = ProcessInfo.processInfo.environment["INTERCOM_LUA_PYTHON"]
        return [named, own, "/usr/bin/python3"].compactMap(\.self).first { python in
            FileManager.default.isExecutableFile(atPath: python)
                && (try? Tool.run(python, ["-c", "import \(module)"]))?.status == 0
        }
    }
}
