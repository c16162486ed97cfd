/// The words of a workspace that completion and documentation know besides Lua's own.
public struct Vocabulary: Sendable {
    /// A word and what it means.
    public struct Word: Sendable, Hashable {
        public var name: String
        /// One or two sentences.
        public var documentation: String

        public init(_ name: String, _ documentation: String) {
            self.name = name
            self.documentation = documentation
        }
    }

    /// What a contact can be found by: the values of `matching_field`.
    public var matchingFields: [Word]
    /// The fields that `mappings` takes.
    public var mappingFields: [Word]
    /// The workspace's custom attributes. Called at the first completion that needs them; costs a call of the API at most.
    public var customAttributes: @Sendable () async -> [Word]

    public init(
        matchingFields: [Word] = [], mappingFields: [Word] = [],
        customAttributes: @escaping @Sendable () async -> [Word] = { [] }
    ) {
        self.matchingFields = matchingFields
        self.mappingFields = mappingFields
        self.customAttributes = customAttributes
    }
}
