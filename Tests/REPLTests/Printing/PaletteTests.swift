import Testing

@testable import REPL

@Suite struct PaletteTests {
    @Test func coloursAreForTerminalsThatKnowThem() {
        #expect(Palette(environment: ["TERM": "xterm"], isTerminal: true).isColoured)
        #expect(Palette(environment: ["TERM": "xterm", "NO_COLOR": ""], isTerminal: true).isColoured)
        #expect(!Palette(environment: ["TERM": "xterm", "NO_COLOR": "1"], isTerminal: true).isColoured)
        #expect(!Palette(environment: ["TERM": "dumb"], isTerminal: true).isColoured)
        #expect(!Palette(environment: ["TERM": "xterm"], isTerminal: false).isColoured)
    }
}
