import ArgumentParser
import IntercomScripting
import JSON
import Reference

struct ManualCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "manual", abstract: "Print the manual page.",
        usage: "intercom-lua manual | man -l -",
        discussion: "To install it: intercom-lua manual > /usr/local/share/man/man1/intercom-lua.1")

    func run() throws {
        Terminal.standardOutput.write(try CommandLineDescription().manualPage.text)
    }
}

struct CompletionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "completions", abstract: "Print a script that completes commands and options in your shell.",
        usage: "intercom-lua completions bash|zsh|fish",
        discussion: """
            bash: intercom-lua completions bash > ~/.local/share/bash-completion/completions/intercom-lua
            zsh: intercom-lua completions zsh > a folder of $fpath, as _intercom-lua
            fish: intercom-lua completions fish > ~/.config/fish/completions/intercom-lua.fish
            """)

    @Argument(help: "bash, zsh or fish.") var shell: Shell

    enum Shell: String, ExpressibleByArgument, CaseIterable { case bash, zsh, fish }

    func run() throws {
        let shell: CompletionShell =
            switch shell {
            case .bash: .bash
            case .zsh: .zsh
            case .fish: .fish
            }
        Terminal.standardOutput.write(IntercomLua.completionScript(for: shell) + "\n")
    }
}
