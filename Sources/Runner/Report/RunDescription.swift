public import Foundation

/// What a report says about where a run came from.
public struct RunDescription: Sendable {
    /// The script's path, or what stands for it.
    public var script: String
    /// The names of the inputs.
    public var inputs: [String]
    /// Whom it talked to.
    public var workspace: String
    public var isDryRun: Bool
    public var began: Date
    /// Whether it is known how many calls were made.
    public var knowsCalls = true
    /// The program and its version.
    public var program: String

    public init(
        script: String, inputs: [String], workspace: String, isDryRun: Bool = false, began: Date, program: String
    ) {
        self.script = script
        self.inputs = inputs
        self.workspace = workspace
        self.isDryRun = isDryRun
        self.began = began
        self.program = program
    }
}
