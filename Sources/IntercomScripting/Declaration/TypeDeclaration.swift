/// A type that several functions share: a table of named fields, or one of a few words.
public struct TypeDeclaration: Sendable {
    /// `intercom.mappings`.
    public let name: String
    /// What it stands for.
    public let summary: String
    public let shape: Shape

    public enum Shape: Sendable {
        /// One of these strings.
        case words([Word])
        /// A table of these fields.
        case fields([ParameterDeclaration])
        /// A table of these fields, and of others that are not known beforehand.
        case openFields([ParameterDeclaration])
    }

    /// One of the strings that a value can be.
    public struct Word: Sendable, Hashable {
        public let text: String
        public let summary: String

        public init(_ text: String, _ summary: String) {
            self.text = text
            self.summary = summary
        }
    }

    public init(_ name: String, _ summary: String, _ shape: Shape) {
        self.name = name
        self.summary = summary
        self.shape = shape
    }

    /// The words; empty where it is a table.
    public var words: [Word] { if case .words(let words) = shape { words } else { [] } }

    /// The fields that are known; empty where it is a word.
    public var fields: [ParameterDeclaration] {
        switch shape {
        case .words: []
        case .fields(let fields), .openFields(let fields): fields
        }
    }
}
