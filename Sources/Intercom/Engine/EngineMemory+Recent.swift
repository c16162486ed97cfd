/// A contact that an earlier run wrote to a short while ago: the search index may not show it as it is.
public struct RecentWrite: Sendable, Hashable {
    public var id: String
    public var email: String?
    public var externalID: String?
    /// What the contact said when it was written, in Unix seconds. An index that shows less is behind.
    public var updatedAt: Int64?
    /// Whether it was deleted.
    public var isGone: Bool

    public init(id: String, email: String?, externalID: String?, updatedAt: Int64?, isGone: Bool) {
        self.id = id
        self.email = email
        self.externalID = externalID
        self.updatedAt = updatedAt
        self.isGone = isGone
    }
}

extension EngineMemory {
    /// What earlier runs wrote a short while ago.
    struct Recent: Sendable {
        var updatedAt: [String: Int64] = [:]
        var ids: [MatchingKey: [String]] = [:]
    }

    mutating func note(_ writes: [RecentWrite]) {
        recent.updatedAt.reserveCapacity(recent.updatedAt.count + writes.count)
        recent.ids.reserveCapacity(recent.ids.count + writes.count)
        for write in writes {
            if write.isGone {
                vanish(write.id)
                continue
            }
            recent.updatedAt[write.id] = write.updatedAt ?? .max
            if let email = write.email, !email.isEmpty {
                recent.ids[MatchingKey(unchecked: .email, email), default: []].append(write.id)
            }
            if let id = write.externalID, !id.isEmpty {
                recent.ids[MatchingKey(unchecked: .externalID, id), default: []].append(write.id)
            }
        }
    }

    /// Contacts of which the index does not show, for a key, what an earlier run wrote: they are to be read.
    func unsettled(_ found: [Contact], for key: MatchingKey) -> [String] {
        if recent.updatedAt.isEmpty { return [] }
        var ids: [String] = []
        for contact in found {
            if let written = recent.updatedAt[contact.id], (contact.updatedAt ?? 0) < written { ids.append(contact.id) }
        }
        for id in recent.ids[key] ?? []
        where recent.updatedAt[id] != nil && !found.contains(where: { $0.id == id }) { ids.append(id) }
        return ids.filter { self.contact($0) == nil && !isGone($0) }
    }

    /// Notes what may have been written meanwhile by others: how those contacts looked is not known any more, unless it was
    /// this run that wrote them last.
    mutating func noteOthers(_ writes: [RecentWrite]) {
        let news = writes.filter { write in
            guard let known = lastWritten(write.id), let updatedAt = write.updatedAt else { return true }
            return known < updatedAt
        }
        for write in news where !isGone(write.id) {
            vanish(write.id)
            reappear(write.id)
        }
        note(news)
    }
}
