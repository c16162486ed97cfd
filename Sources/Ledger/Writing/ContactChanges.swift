/// What some entries say of the contacts of one workspace, the last word only.
package struct ContactChanges {
    /// What a contact holds.
    package struct Holding {
        /// Whether what it held before is no longer known.
        package var isNew = false
        package var payloads: Set<[UInt8]> = []
    }

    /// Which contact a value stands for; nil inside where it stands for nobody any more.
    private var identities: [MatchedValue: IdentityEntry?] = [:]
    private var holdings: [String: Holding] = [:]
    /// Whether a contact is gone.
    package private(set) var isGone: [String: Bool] = [:]

    package init() {}

    package mutating func note(_ entry: LedgerBatch.Entry) {
        switch entry {
        case .intent(let operation):
            if let id = operation.contactID, operation.isWrite { holdings[id] = Holding(isNew: true) }
        case .operationEnded(_, let end): if let contact = end.contact, contact.isGone { isGone[contact.id] = true }
        case .identity(let identity, let payload):
            identities[identity.key] = .some(identity)
            if let payload { holdings[identity.contactID, default: Holding()].payloads.insert(payload) }
        case .identityLost(let key): identities[key] = .some(nil)
        case .contactReturned(let id): isGone[id] = false
        case .contactChanged(let id): holdings[id] = Holding(isNew: true)
        case .record: break
        }
    }

    /// Values, each with what is known of it, in the order in which a table has them: nobody who writes them waits in a circle
    /// for another who does, and each page is visited once.
    package var sortedIdentities: [(key: MatchedValue, identity: IdentityEntry?)] {
        identities.sorted { ($0.key.field, $0.key.value) < ($1.key.field, $1.key.value) }
            .map { ($0.key, $0.value) }
    }

    /// Contacts by their ids, in the same way.
    package var sortedHoldings: [(contact: String, holding: Holding)] {
        holdings.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}
