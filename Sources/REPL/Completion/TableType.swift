/// Types of LuaLS that describe tables with names: `{a: string, b?: {c: integer}}`.
enum TableType {
    /// The outermost names.
    static func names(in type: String) -> [String] {
        guard type.hasPrefix("{") else { return [] }
        var names: [String] = []
        var name = ""
        var depth = 0
        var isName = true
        for character in type {
            switch character {
            case "{", "<", "(", "[":
                depth += 1
            case "}", ">", ")", "]":
                depth -= 1
            case "," where depth == 1:
                (name, isName) = ("", true)
            case ":" where depth == 1 && isName:
                names.append(name)
                isName = false
            case " ", "?": break
            default: if depth == 1, isName { name.append(character) }
            }
        }
        return names
    }
}
