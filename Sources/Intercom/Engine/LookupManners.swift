/// How a batch is put into searches, which adapts to what the API accepts: one list with `IN`; where that is refused,
/// groups of up to 15 with `OR`; where that is refused, one by one.
struct LookupManners: Sendable, Hashable {
    private var refusedLists = 0

    /// Lists that were refused although all their parts were accepted, before no more lists are tried.
    private static let patience = 2

    func style(
        for values: [String], _ field: MatchingField, _ freshness: Resolution.Freshness
    ) -> ContactLookup.Style {
        guard values.count == 1, let value = values.first else {
            return refusedLists < Self.patience ? .list : .alternatives
        }
        // A step like ".." in a path might be taken for one, however it is encoded.
        let fitsPath = value != "." && value != ".."
        return field == .externalID && freshness == .any && fitsPath ? .direct : .single
    }

    /// A list was refused; its parts were then all accepted, or not: then it was a value's fault.
    mutating func listWasRefused(partsAccepted: Bool) {
        if partsAccepted { refusedLists += 1 }
    }

    mutating func listWasAccepted() { refusedLists = 0 }
}
