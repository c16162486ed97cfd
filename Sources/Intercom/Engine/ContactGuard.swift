/// Keeps other processes from working on a contact at the same time, and tells what they did to it before.
public protocol ContactGuard: Sendable {
    /// Waits until nobody else works on a contact with any of these. Follow it by `leave`.
    ///
    /// - Returns: what others have done to such contacts.
    func enter(_ identities: [MatchingKey]) async throws(IntercomError) -> [RecentWrite]
    /// Lets others go on.
    ///
    /// - Parameter contact: the contact as it was last seen; nil where there is none, or it is not known.
    func leave(_ identities: [MatchingKey], _ contact: RecentWrite?)
    /// Waits until nobody else writes to contacts, by whatever they are reached. Follow it by `release`. Who waits for this has
    /// no other contact, so that nobody waits in a circle.
    ///
    /// - Returns: whether others may have written to them since this process did.
    func claim(_ ids: [String]) async throws(IntercomError) -> Bool
    /// Lets others write to contacts.
    func release(_ ids: [String], wereWritten: Bool)
}

extension ContactEngine {
    /// Carries out an operation whose turn it is in this process, when it is its turn among all.
    func driveGuarded(
        _ operation: ContactOperation, observer: (any EngineObserver)?, for contributor: Contributor?
    ) async throws(IntercomError) -> End {
        // Ids are claimed before anything is written, and not before that: no more than one at a time.
        let identities = operation.identities.filter { $0.field != .intercomID }
        guard let contactGuard, operation.kind != .find, !identities.isEmpty else {
            return try await drive(operation, observer: observer, for: contributor)
        }
        let news = try await contactGuard.enter(identities)
        if !news.isEmpty { noteOthers(news) }
        do throws(IntercomError) {
            let end = try await drive(operation, observer: observer, for: contributor)
            contactGuard.leave(identities, end.contact.map { RecentWrite($0, end.outcome) })
            return end
        } catch {
            contactGuard.leave(identities, nil)
            throw error
        }
    }
}

extension RecentWrite {
    /// A contact at the end of an operation. Time is counted in seconds: of a contact that was written twice in one, only the
    /// next one tells.
    fileprivate init(_ contact: Contact, _ outcome: ContactOutcome) {
        self.init(
            id: contact.id, email: contact.email, externalID: contact.externalID,
            updatedAt: contact.updatedAt.map { outcome == .updated ? $0 + 1 : $0 }, isGone: outcome == .deleted)
    }
}
