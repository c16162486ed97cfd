extension EmulatorBehaviour {
    /// An option by name, as a command line or a file sets it.
    private struct Option {
        let name: String
        /// What it can be, for a person.
        let values: String
        /// False for a value that it cannot have.
        let set: @Sendable (inout EmulatorBehaviour, String) -> Bool

        /// An option that has one of a few values.
        init<Value>(
            _ name: String, _ values: KeyValuePairs<String, Value>,
            _ assign: @escaping @Sendable (inout EmulatorBehaviour, Value) -> Void
        ) where Value: Sendable {
            self.name = name
            self.values = values.map(\.key).joined(separator: "|")
            let table = values.map { ($0.key, $0.value) }
            set = { behaviour, text in
                guard let value = table.first(where: { $0.0 == text })?.1 else { return false }
                assign(&behaviour, value)
                return true
            }
        }

        /// An option that has a number, or none.
        init<Number: FixedWidthInteger & Sendable>(
            _ name: String, without: String,
            _ assign: @escaping @Sendable (inout EmulatorBehaviour, Number?) -> Void
        ) {
            self.name = name
            values = "N|\(without)"
            set = { behaviour, text in
                let number = Number(text)
                guard text == without || number.map({ $0 > 0 }) == true else { return false }
                assign(&behaviour, number)
                return true
            }
        }
    }

    private static let options: [Option] = [
        Option(
            "email-of-identified-user", ["conflict": .conflict, "create": .create]
        ) { $0.emailOfIdentifiedUser = $1 },
        Option(
            "email-with-new-external-id", ["create": .create, "conflict": .conflict]
        ) { $0.emailWithNewExternalID = $1 },
        Option("empty-update", ["unchanged": .unchanged, "reject": .reject]) { $0.emptyUpdate = $1 },
        Option("maximum-length", without: "any") { $0.maximumLength = $1 },
        Option(
            "blocked-conflict", ["not-restorable": .notRestorable, "conflict": .conflict, "create": .create]
        ) { $0.blockedConflict = $1 },
        Option(
            "unarchive-of-deleted", ["bad-request": .badRequest, "server-error": .serverError]
        ) { $0.unarchiveOfDeleted = $1 },
        Option("deletion-grace", without: "never") { $0.deletionGrace = $1 },
        Option("update-of-archived", ["not-found": .notFound, "apply": .apply]) { $0.updateOfArchived = $1 },
        Option("delete-of-deleted", ["not-found": .notFound, "apply": .apply]) { $0.deleteOfDeleted = $1 },
        Option("value-outside-list", ["reject": .reject, "accept": .accept]) { $0.valueOutsideList = $1 },
        Option("attribute-of-wrong-type", ["reject": .reject, "accept": .accept]) { $0.attributeOfWrongType = $1 },
        Option(
            "archived-attribute", ["ignore": .ignore, "store": .store, "reject": .reject]
        ) { $0.archivedAttribute = $1 },
        Option(
            "email-search", ["case-insensitive": .caseInsensitive, "lower-case-only": .lowerCaseOnly]
        ) { $0.emailSearch = $1 },
        Option("maximum-search-values", without: "any") { $0.maximumSearchValues = $1 },
        Option(
            "remaining-header", ["before-request": .beforeRequest, "after-request": .afterRequest]
        ) { $0.remainingHeader = $1 },
    ]

    /// Every option with what it can be, the default first: `empty-update=unchanged|reject`.
    public static var names: [String] { options.map { "\($0.name)=\($0.values)" } }

    /// Sets an option by its name.
    ///
    /// - Parameter setting: `NAME=VALUE`, as in `names`.
    /// - Returns: false where there is no such option, or where it cannot have this value.
    public mutating func set(_ setting: String) -> Bool {
        let parts = setting.split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2, let option = Self.options.first(where: { $0.name == parts[0] }) else { return false }
        return option.set(&self, parts[1])
    }
}
