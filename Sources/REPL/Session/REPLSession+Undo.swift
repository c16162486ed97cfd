internal import Intercom
internal import Runner

extension REPLSession {
    /// `:undo [N]`: takes back the last writes, the last one first.
    ///
    /// In a dry run everything can be taken back. At the workspace itself an update gets its old values back, archiving and
    /// unarchiving are turned round, and a contact that was created is archived or deleted, as the person says.
    func undo(_ argument: String) async throws {
        guard let workspace else { throw PromptError("There is no workspace here to write to.") }
        guard let count = argument.isEmpty ? 1 : Int(argument), count > 0 else {
            throw PromptError("How many? A number from 1.")
        }
        for number in 0..<count {
            guard let entry = workspace.journal.last else {
                if number == 0 { throw PromptError("Nothing was written that could be undone.") }
                return say("Nothing was written before that.")
            }
            guard try await undo(entry, workspace) else { return }
            workspace.journal.dropLast()
        }
    }

    /// Returns whether that is settled: undone, or impossible for good.
    private func undo(_ entry: WriteJournal.Entry, _ workspace: PromptWorkspace) async throws -> Bool {
        guard case .contact(let write) = entry else {
            if case .past(let what) = entry { complain("\(what) cannot be undone from here.") }
            return true
        }
        if let mark = write.mark {
            workspace.takeBack(write, to: mark)
            say("Undone: \(write.title).")
            return true
        }
        let reversal = Reversal(of: write, now: try await workspace.undoing.contactNow(write.id))
        switch reversal.step {
        case .nothing:
            complain("\(write.title) cannot be undone: \(reversal.remarks.joined(separator: "; ")).")
            return true
        case .remove: return try await remove(write, workspace)
        case .archive, .unarchive, .writeBack: try await workspace.undoing.carryOut(reversal.step, on: write.id)
        }
        say("Undone: \(write.title).")
        if case .writeBack(let attributes) = reversal.step, let after = write.after {
            let back = PlannedChange(
                action: .update, contactID: write.id, name: write.name, fields: attributes.inOrder.changes(to: after))
            for line in PlannedChangeText().fields(of: back) { say(line) }
        }
        for remark in reversal.remarks { say(palette.paint("    \(remark)", .advice)) }
        return true
    }

    /// Asks what is to become of a contact that was created.
    private func remove(_ write: ContactWrite, _ workspace: PromptWorkspace) async throws -> Bool {
        guard let ask else {
            throw PromptError("\(write.title) stays: nobody is there to say whether to archive or to delete it.")
        }
        let canDelete = workspace.allowsDelete || !configuration.isLive
        let choices = canDelete ? "[a]rchive it, [d]elete it for good, or keep it? " : "[a]rchive it, or keep it? "
        switch await ask("\(write.name) (\(write.id)) was created: \(choices)")?.lowercased() {
        case "a", "archive":
            try await workspace.undoing.carryOut(.archive, on: write.id)
            say("Undone: \(write.title). It is archived; intercom.unarchive_contact(\"\(write.id)\") brings it back.")
        case "d" where canDelete, "delete" where canDelete:
            try await workspace.undoing.delete(write.id)
            say("Undone: \(write.title). It is deleted.")
        default:
            say("It is kept.")
            return false
        }
        return true
    }
}

extension ContactWrite {
    /// What was done, in words: `update ada@example.com (6762…)`.
    fileprivate var title: String {
        "\(action.rawValue) \(name)" + (name == id ? "" : " (\(id))")
    }
}
