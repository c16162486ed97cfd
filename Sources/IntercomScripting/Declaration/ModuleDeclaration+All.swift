extension ModuleDeclaration {
    /// Every module that scripts find, in the order of the reference.
    public static let all: [ModuleDeclaration] = [.intercom] + standard
}
