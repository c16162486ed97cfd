import Intercom
import Ledger
import PostgresLedger
import Runner

/// Keeps the workers of a run from working on one contact at the same time, where its records are not all one worker's.
struct SharedContacts: ContactGuard {
    let identities: QueueIdentities

    func enter(_ identities: [MatchingKey]) async throws(IntercomError) -> [RecentWrite] {
        do throws(LedgerError) {
            return try await self.identities.enter(identities.map(Self.name)).map { contact in
                RecentWrite(
                    id: contact.id, email: contact.email, externalID: contact.externalID, updatedAt: contact.updatedAt,
                    isGone: contact.isGone)
            }
        } catch {
            throw IntercomError(
                .interrupted, "It was not begun, for nobody can say whether others are at it: \(error.message).")
        }
    }

    func leave(_ identities: [MatchingKey], _ contact: RecentWrite?) {
        let written = contact.map { contact in
            WrittenContact(
                id: contact.id, email: contact.email, externalID: contact.externalID, updatedAt: contact.updatedAt,
                isGone: contact.isGone)
        }
        self.identities.leave(identities.map(Self.name), written)
    }

    private static func name(_ key: MatchingKey) -> String { "\(key.field.rawValue) \(key.value)" }
}
