extension Resolution {
    /// Creating was refused because of contacts that are there already.
    mutating func recover(from error: IntercomError) -> Step {
        conflict = error
        // A plain create only wants to know whether the contact in the way is the one that it made itself.
        guard operation.kind == .upsert || creationIsUncertain else { return fail(error) }
        return recoverFromNext()
    }

    /// Goes on with the next contact in the way: live ones first, each once.
    mutating func recoverFromNext() -> Step {
        let open = conflict.conflicts.filter { !recovered.contains($0.id) && !$0.isBlocked }
        if let live = open.first(where: { !$0.isArchived }) {
            recovered.insert(live.id)
            return claim(live.id, nil, .conflict)
        }
        if let archived = open.first, operation.restore, operation.kind == .upsert {
            recovered.insert(archived.id)
            return claim(archived.id, nil, .conflict)
        }
        return fail(conflict)
    }

    func conflictIsArchived(_ id: String) -> Bool {
        conflict.conflicts.contains { $0.id == id && $0.isArchived }
    }

    /// Deleted and merged contacts look archived until they are unarchived: then Intercom says 400 "not restorable", or
    /// 500. Either way that is the end of it.
    mutating func couldNotUnarchive(_ error: IntercomError) -> Step {
        guard error.status != nil, error.code == .archived || error.status == 500 || error.code == .notFound else {
            return fail(error)
        }
        var final = error
        final.code = .archived
        final.contactIDs = conflict.contactIDs
        final.message = "The archived contact in the way cannot be restored: \(error.message)"
        final.advice = "It was deleted or merged; its external_id stays taken for about seven days."
        return fail(final)
    }
}

extension IntercomError {
    /// A contact named by a conflict.
    struct Conflict: Sendable, Hashable {
        var id: String
        var isArchived: Bool
        var isBlocked: Bool
    }

    /// The contacts in the way, from any of the listed errors.
    var conflicts: [Conflict] {
        items.flatMap { item in
            let message = item.message ?? ""
            return ConflictText.contactIDs(in: message).map { id in
                Conflict(
                    id: id, isArchived: ConflictText.saysArchived(message), isBlocked: item.code == "not_restorable")
            }
        }
    }
}
