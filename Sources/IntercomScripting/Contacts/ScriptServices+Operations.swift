internal import Intercom
internal import Lua

extension ScriptServices {
    /// Begins the operation, which gives it its place in the order of its contact, and waits for its end.
    func carryOut(_ operation: ContactOperation, _ name: String, _ call: LuaCall) throws -> LuaPendingOperation {
        let engine = try requireContacts(name)
        let activity = call.state.context as? ScriptActivity
        let contributor = activity?.contributor
        var operation = operation
        let observer = activity?.journal?.begin(&operation)
        let pending = engine.begin(operation, observer: observer, hold: activity?.hold)
        let check = AttributeCheck(self, operation, contributor)
        return LuaPendingOperation(
            {
                let checked = try await check?.attributes()
                guard let contributor else { return try await pending.result(writing: checked) }
                return try await contributor.run(pending, writing: checked)
            },
            finish: { (result: ContactResult) in
                if check != nil { self.hasFetchedAttributes = true }
                activity?.note(result)
                return LuaResults(ResultTable(result), result.outcome.rawValue)
            })
    }

    /// Begins a search for one contact, which comes after all operations on it that have begun.
    func find(_ operation: ContactOperation, _ name: String, _ call: LuaCall) throws -> LuaPendingOperation {
        let activity = call.state.context as? ScriptActivity
        let pending = try requireContacts(name).begin(operation, hold: activity?.hold)
        let contributor = activity?.contributor
        return LuaPendingOperation {
            let found = if let contributor { try await contributor.find(pending) } else { try await pending.found() }
            return found.map(ContactTable.init)
        }
    }

    func requireContacts(_ name: String) throws(IntercomError) -> ContactEngine {
        if let refusal { throw refusal }
        guard let contacts else { throw Self.noNetwork(name) }
        return contacts
    }

    func requireClient(_ name: String) throws(IntercomError) -> IntercomClient {
        if let refusal { throw refusal }
        guard let client else { throw Self.noNetwork(name) }
        return client
    }

    /// Whether a write that no overlay knows of is left out, since this is a dry run; says so.
    func leavesOut(_ what: String) -> Bool {
        if isDryRun {
            rehearsedWrites += 1
            log(ScriptLogEntry(level: .info, message: "dry run: \(what) is left out"))
        } else {
            willWritePast?(what)
        }
        return isDryRun
    }

    /// Says what a dry run would do where its plan does not show it.
    func announce(_ what: String) {
        if isDryRun { rehearsedWrites += 1 }
        if isDryRun, announcesRehearsals { log(ScriptLogEntry(level: .info, message: "dry run: \(what)")) }
    }

    func deletionForbidden(_ what: String) -> IntercomError {
        IntercomError(
            .forbidden, "\(what) deletes for good, and this run does not allow that.", advice: deletionAdvice)
    }

    static func noNetwork(_ name: String) -> IntercomError {
        IntercomError(
            .unavailable, "intercom.\(name) needs the network, and map has none.",
            advice: "Use run, or return the record.")
    }
}

/// What custom mappings still have to pass before they are written.
private struct AttributeCheck: Sendable {
    let catalog: AttributeCatalog
    let operation: ContactOperation
    /// Paused meanwhile; nil where no call is to be expected, so that nobody need be told.
    let contributor: Contributor?

    /// Nil where there is nothing to check.
    init?(_ services: ScriptServices, _ operation: ContactOperation, _ contributor: Contributor?) {
        guard let catalog = services.attributes, !operation.attributes.custom.isEmpty else { return nil }
        self.catalog = catalog
        self.operation = operation
        self.contributor = services.hasFetchedAttributes ? nil : contributor
    }

    /// The attributes as they are to be sent.
    func attributes() async throws(IntercomError) -> ContactAttributes {
        contributor?.pause()
        defer { contributor?.resume() }
        return try await catalog.checked(operation.attributes)
    }
}
