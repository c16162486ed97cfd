extension ModuleDeclaration {
    /// The modules that have nothing to do with Intercom, in the order of the reference.
    public static let standard: [ModuleDeclaration] = [.text, .time, .json, .csv, .hash, .input, .log]
}
