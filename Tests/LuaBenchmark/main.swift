import Glibc
import Lua

// This library, measured as the table of `scripts/bench lua` needs it.
// Arguments: the path of rows.lua, milliseconds a row, and for a profile the name of a single row. Prints lines of a row's
// name, a tab, nanoseconds.

guard 3...4 ~= CommandLine.arguments.count, let milliseconds = Double(CommandLine.arguments[2]) else { exit(64) }
guard let file = fopen(CommandLine.arguments[1], "r") else { exit(66) }
var source = [UInt8](repeating: 0, count: 65536)
source.removeLast(source.count - fread(&source, 1, source.count, file))
fclose(file)
try await Bench(rows: source, budget: milliseconds * 1e6, only: CommandLine.arguments.dropFirst(3).first).run()
