internal import Synchronization

extension LookupDesk {
    /// The batch that a call took when its turn had come.
    private final class Batch: Sendable {
        struct Content: Sendable {
            var entries: [Entry] = []
            /// The lookups that ask for all of them; the first is the call's own.
            var lookups: [ContactLookup] = []
        }
        let content = Mutex(Content())
    }

    /// Sends one batch, answers everybody in it.
    func send(_ field: MatchingField) async {
        let batch = Batch()
        let first: Result<ContactPage?, IntercomError>
        do throws(IntercomError) {
            first = .success(try await service.lookUpContacts(deciding: { take(field, into: batch) }))
        } catch {
            first = .failure(error)
        }
        let content = batch.content.withLock { $0 }
        if content.lookups.isEmpty, case .failure(let error) = first {
            // It failed before it could take a batch, which nobody else will do.
            let entries = state.withLock { state in Self.take(field, &state) }
            deliver(entries.map { ($0, .failed(error)) })
        }
        for (index, lookup) in content.lookups.enumerated() {
            let wanted = Set(lookup.values)
            let entries =
                content.lookups.count == 1
                ? content.entries : content.entries.filter { wanted.contains($0.key.value) }
            await finish(entries, lookup, index == 0 ? first : await page(lookup))
        }
    }

    private func take(_ field: MatchingField, into batch: Batch) -> ContactLookup? {
        let (content, action) = state.withLock { state -> (Batch.Content, LookupQueue<Waiter>.Action) in
            let entries = Self.take(field, &state)
            let expected = state.expected
            let action = state[field].consider(contributors: expected)
            return (.init(entries: entries, lookups: Self.lookups(for: entries, field, state.manners)), action)
        }
        carryOut(action, field)
        batch.content.withLock { $0 = content }
        return content.lookups.first
    }

    /// Those who are in the batch are away from now on.
    private static func take(_ field: MatchingField, _ state: inout State) -> [Entry] {
        let entries = state[field].take()
        state.away += entries.count
        return entries
    }

    private static func lookups(
        for entries: [Entry], _ field: MatchingField, _ manners: LookupManners
    ) -> [ContactLookup] {
        guard let first = entries.first else { return [] }
        var seen: Set<String> = []
        let values = entries.map(\.key.value).filter { seen.insert($0).inserted }
        return parts(of: values, field, manners.style(for: values, field, first.freshness))
    }

    private static func parts(
        of values: [String], _ field: MatchingField, _ style: ContactLookup.Style
    ) -> [ContactLookup] {
        let size: Int
        switch style {
        case .list: return [ContactLookup(field, values, .list)]
        case .alternatives: size = SearchQuery.groupLimit
        case .single, .direct: size = 1
        }
        return stride(from: 0, to: values.count, by: size).map { start in
            let part = Array(values[start..<min(start + size, values.count)])
            return ContactLookup(field, part, part.count == 1 && style == .alternatives ? .single : style)
        }
    }

    private func page(_ lookup: ContactLookup) async -> Result<ContactPage?, IntercomError> {
        do throws(IntercomError) {
            return .success(try await service.lookUpContacts(deciding: { lookup }))
        } catch {
            return .failure(error)
        }
    }

    /// Deals with the first page of a lookup.
    ///
    /// - Parameter note: told whether the search was accepted, where it was before anybody has its answer.
    private func finish(
        _ entries: [Entry], _ lookup: ContactLookup, _ first: Result<ContactPage?, IntercomError>,
        note: (_ isAccepted: Bool) -> Void = { _ in }
    ) async {
        switch first {
        case .failure(let error) where (error.status == 400 || error.status == 422) && lookup.values.count > 1:
            await split(entries, lookup)
            return note(false)
        case .failure: note(false)
        case .success:
            if lookup.style == .list { state.withLock { $0.manners.listWasAccepted() } }
            note(true)
        }
        answer(entries, lookup, await collect(lookup, first))
    }

    /// A search for many was refused: asks in smaller parts, down to single ones, so that one odd value fails alone.
    private func split(_ entries: [Entry], _ lookup: ContactLookup) async {
        let parts = Self.parts(of: lookup.values, lookup.field, lookup.style == .list ? .alternatives : .single)
        var areAccepted = true
        for (position, part) in parts.enumerated() {
            let wanted = Set(part.values)
            let concerned = entries.filter { wanted.contains($0.key.value) }
            await finish(concerned, part, await page(part)) { isAccepted in
                areAccepted = areAccepted && isAccepted
                // Known before the last of those who asked goes on, and asks again.
                guard position == parts.count - 1, lookup.style == .list else { return }
                let partsAccepted = areAccepted
                state.withLock { $0.manners.listWasRefused(partsAccepted: partsAccepted) }
            }
        }
    }

    /// All pages of a lookup.
    private func collect(
        _ lookup: ContactLookup, _ first: Result<ContactPage?, IntercomError>
    ) async -> Result<[Contact], IntercomError> {
        do throws(IntercomError) {
            var page: ContactPage? = try first.get()
            var contacts = page?.contacts ?? []
            var lookup = lookup
            while let next = page?.next {
                guard next != lookup.startingAfter else {
                    throw IntercomError(.unexpectedResponse, "Intercom sent the same page of a search again.")
                }
                lookup.startingAfter = next
                let following = lookup
                page = try await service.lookUpContacts(deciding: { following })
                contacts += page?.contacts ?? []
            }
            return .success(contacts)
        } catch {
            let isAbsent = lookup.style == .direct && error.code == .notFound && !error.isMerged
            return isAbsent ? .success([]) : .failure(error)
        }
    }

    private func answer(_ entries: [Entry], _ lookup: ContactLookup, _ result: Result<[Contact], IntercomError>) {
        let freshness: Resolution.Freshness = lookup.style == .direct ? .direct : .indexed
        switch result {
        case .failure(let error): deliver(entries.map { ($0, .failed(error)) })
        case .success(let contacts) where entries.count == 1: deliver([(entries[0], .found(contacts, freshness))])
        case .success(let contacts):
            var byValue: [String: [Contact]] = [:]
            for contact in contacts {
                let value = lookup.field == .email ? contact.email?.lowercased() : contact.externalID
                if let value { byValue[value, default: []].append(contact) }
            }
            deliver(entries.map { ($0, .found(byValue[$0.key.value] ?? [], freshness)) })
        }
    }
}
