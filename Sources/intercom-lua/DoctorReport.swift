import Foundation
import Intercom
import Lua
import Runner

/// What the doctor found, line by line as it is found.
struct DoctorReport {
    enum State {
        case good, warning
        /// Wrong, and what the program's exit code says of it.
        case bad(ProgramExit)
    }

    private var warnings = 0
    private var failures: [ProgramExit] = []

    /// The exit code; nil where nothing is wrong.
    var code: ProgramExit? { failures.first }

    var summary: String {
        if failures.isEmpty, warnings == 0 { return "All well.\n" }
        let parts = [
            failures.isEmpty ? nil : SummaryText.count(failures.count, "problem"),
            warnings == 0 ? nil : SummaryText.count(warnings, "warning"),
        ]
        return parts.compactMap(\.self).joined(separator: ", ") + ".\n"
    }

    /// Says how something is, and what to do about it.
    mutating func add(_ state: State, _ what: String, _ text: String, advice: String? = nil) {
        let terminal = Terminal.standardOutput
        let mark: String
        switch state {
        case .good: mark = terminal.styled("✓", .green)
        case .warning:
            mark = terminal.styled("!", .yellow)
            warnings += 1
        case .bad(let code):
            mark = terminal.styled("✗", .red)
            failures.append(code)
        }
        terminal.write("\(mark) \(what.padded(to: 12)) \(text.shown)\n")
        if let advice { terminal.write("  \("".padded(to: 12)) → \(advice.shown)\n") }
    }

    // MARK: This machine

    mutating func checkInstallation() async {
        let answer = await Sandbox().answer()
        if let answer {
            add(.good, "program", "intercom-lua \(IntercomLua.version), \(answer), sandbox in order")
        } else {
            add(
                .bad(.checkFailed), "program", "Lua does not run as it should",
                advice: "Install it again: Debian's liblua5.4-0 is needed, version 5.4.4.")
        }
    }

    /// Nil where the settings make no sense.
    mutating func checkSettings() -> Settings? {
        do {
            let settings = try Settings.current()
            let limits = try (settings.number(.maxTime), settings.number(.maxMemory))
            let file = settings.file.map { "from \($0.path)" } ?? "no \(ProjectFile.name), defaults hold"
            add(
                .good, "settings",
                "\(file); a record may take \(Self.number(limits.0)) s and \(Self.number(limits.1)) MB")
            return settings
        } catch {
            let message = (error as? CommandFailure)?.message ?? "\(error)"
            add(.bad(.checkFailed), "settings", message, advice: "Correct it; config show lists what is in force.")
            return nil
        }
    }

    mutating func note(_ source: TokenSource?, isNeeded: Bool) {
        if let source {
            add(.good, "token", "\(source.shown), from \(source.description)")
        } else if isNeeded {
            add(
                .warning, "token", "there is none: commands work on the embedded emulator, which is checked here",
                advice: "For a live workspace, put its token into INTERCOM_ACCESS_TOKEN or a --token-file.")
        } else {
            add(.good, "token", "none is needed here")
        }
    }

    static func number(_ value: Double) -> String { value == value.rounded() ? String(Int(value)) : String(value) }
}

/// Runs a little Lua, to see that it runs and is held.
private actor Sandbox {
    private nonisolated let executor = LuaExecutor(name: "doctor")
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// The version of Lua; nil where something is not as it should be.
    func answer() -> String? {
        let configuration = LuaConfiguration(timeLimit: .milliseconds(50))
        guard let lua = try? LuaState(executor: executor, configuration: configuration),
            let version = try? lua.evaluate("return io == nil and _VERSION or nil", as: String.self)
        else { return nil }
        do {
            try lua.evaluate("while true do end")
            return nil
        } catch {
            return error.kind == .timeout ? version : nil
        }
    }
}
