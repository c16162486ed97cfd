/// Text in several colours, whose width is known without them.
struct StyledText: Hashable {
    struct Piece: Hashable {
        var text: String
        var role: Palette.Role
    }

    private(set) var pieces: [Piece] = []
    /// In columns, counting a character as one.
    private(set) var width = 0

    init() {}

    init(_ text: String, _ role: Palette.Role = .plain) { add(text, role) }

    mutating func add(_ text: String, _ role: Palette.Role = .plain) {
        pieces.append(Piece(text: text, role: role))
        width += text.count
    }

    static func += (text: inout StyledText, other: StyledText) {
        text.pieces += other.pieces
        text.width += other.width
    }

    func rendered(_ palette: Palette) -> String { pieces.map { palette.paint($0.text, $0.role) }.joined() }
}
