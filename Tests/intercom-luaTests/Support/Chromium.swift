import Foundation

/// A browser without a screen, for what only a browser can tell of a page.
enum Chromium {
    /// Where it is; nil where there is none.
    static let program: URL? = {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
        for name in ["chromium", "chromium-browser", "google-chrome"] {
            for folder in folders where FileManager.default.isExecutableFile(atPath: "\(folder)/\(name)") {
                return URL(fileURLWithPath: "\(folder)/\(name)")
            }
        }
        return nil
    }()

    /// What a page came to.
    struct Page {
        /// The document after its scripts have run.
        var document: String
        /// What was written to the browser's console, errors and refusals of the security policy among it.
        var console: [String]
    }

    /// Opens a page from a file.
    ///
    /// - Parameter fragment: what follows the `#`.
    static func open(_ path: String, fragment: String = "", in folder: TemporaryFolder) async throws -> Page {
        guard let program else { throw EmulatedWorkspace.Trouble(description: "no Chromium") }
        let process = try Program(
            [
                "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
                "--disable-extensions", "--disable-background-networking", "--user-data-dir=\(folder.path("browser"))",
                "--host-resolver-rules=MAP * ~NOTFOUND", "--enable-logging=stderr", "--window-size=1100,900",
                "--virtual-time-budget=20000", "--dump-dom",
                "file://\(path)" + (fragment.isEmpty ? "" : "#\(fragment)"),
            ], executable: program)
        let result = await process.result()
        guard result.status == 0 else { throw EmulatedWorkspace.Trouble(description: result.errors) }
        return Page(
            document: result.output,
            console: result.errors.split(separator: "\n").map(String.init).filter { $0.contains(":CONSOLE") })
    }
}
