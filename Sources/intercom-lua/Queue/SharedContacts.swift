import Intercom
import Ledger
import PostgresLedger
import Runner

/// Keeps the workers of a run from working on one contact at the same time, where its records are not all one worker's.
struct SharedContacts: ContactGuard {
    let identities: QueueIdentities
    /// Whether the script reaches one contact in several ways, so that what it matches by does not tell contacts apart.
    let goesByContact: Bool

    func enter(_ identities: [MatchingKey]) async throws(IntercomError) -> [RecentWrite] {
        do throws(LedgerError) {
            return try await self.identities.enter(identities.map(Self.name)).map { contact in
                RecentWrite(
                    id: contact.id, email: contact.email, externalID: contact.externalID, updatedAt: contact.updatedAt,
                    isGone: contact.isGone)
            }
        } catch {
            throw Self.unknown(error)
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

    func claim(_ ids: [String]) async throws(IntercomError) -> Bool {
        guard goesByContact else { return false }
        do throws(LedgerError) { return try await identities.claim(ids) } catch { throw Self.unknown(error) }
    }

    func release(_ ids: [String], wereWritten: Bool) {
        if goesByContact { identities.release(ids, wereWritten: wereWritten) }
    }

    private static func unknown(_ error: LedgerError) -> IntercomError {
        IntercomError(.interrupted, "It was not begun, for nobody can say whether others are at it: \(error.message).")
    }

    private static func name(_ key: MatchingKey) -> String { "\(key.field.rawValue) \(key.value)" }
}
