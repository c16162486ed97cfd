/// Where the lines of a session come from.
///
/// Used on one thread of its own, which it may block.
public protocol LineReader: AnyObject {
    /// Whether a person sits on the other side: then there are prompts, a greeting, and Ctrl-C.
    var isInteractive: Bool { get }

    /// How many columns the terminal has; nil where there is none.
    var columns: Int? { get }

    /// Shows the prompt, where it is interactive, and waits for a line.
    func read(_ prompt: Prompt) -> LineInput

    /// Adds an entry, which may have several lines, to what can be called up again.
    func remember(_ entry: String)
}

/// What a line reader came back with.
public enum LineInput: Sendable, Hashable {
    /// A line, without its newline.
    case line(String)
    /// What was typed so far is to be finished in an editor.
    case edit(String)
    /// Ctrl-C: what was typed so far, if anything was, is given up.
    case cancelled(hadText: Bool)
    /// The end of the input, or Ctrl-D.
    case end
}

/// What stands before the line.
public struct Prompt: Sendable, Hashable {
    public var text: String
    /// The escape sequence that colours it; empty for none.
    public var colour: String
    /// Whether it is Lua that is asked for: then Tab completes.
    public var completes: Bool

    public init(_ text: String, colour: String = "", completes: Bool = true) {
        self.text = text
        self.colour = colour
        self.completes = completes
    }
}

/// Completes the line up to the cursor.
public typealias LineCompleter = @Sendable (_ before: String) -> Completion
