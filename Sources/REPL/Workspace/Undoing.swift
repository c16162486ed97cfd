internal import Intercom

/// Undoes writes at the workspace itself, past the journal: nothing else runs meanwhile.
struct Undoing: Sendable {
    let client: IntercomClient
    /// Told of what is written, so that it does not go by what it knew.
    let engine: ContactEngine

    /// The contact as the workspace has it now; nil where it is not there.
    func contactNow(_ id: String) async throws(IntercomError) -> Contact? {
        do throws(IntercomError) { return try await client.contact(id: id) } catch {
            if error.code == .notFound { return nil }
            throw error
        }
    }

    /// Carries out what needs no further word.
    func carryOut(_ step: Reversal.Step, on id: String) async throws(IntercomError) {
        switch step {
        case .writeBack(let attributes): engine.noteWritten(try await client.updateContact(id: id, attributes))
        case .archive:
            _ = try await client.archiveContact(id: id)
            engine.noteGone(id: id)
        case .unarchive:
            _ = try await client.unarchiveContact(id: id)
            engine.noteWritten(try await client.contact(id: id))
        case .remove, .nothing: break
        }
    }

    /// Deletes a contact for good.
    func delete(_ id: String) async throws(IntercomError) {
        _ = try await client.deleteContact(id: id)
        engine.noteGone(id: id)
    }
}
