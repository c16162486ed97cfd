extension Resolution {
    mutating func lookUp(_ key: MatchingKey, _ freshness: Freshness) -> Step {
        phase = .lookingUp(key)
        soughtKey = key
        return .lookUp(key, freshness)
    }

    mutating func found(_ contacts: [Contact], _ key: MatchingKey, _ freshness: Freshness) -> Step {
        if freshness == .direct { triedDirect = true } else { triedIndex = true }
        let candidates = contacts.filter { key.matches($0) && !vanished.contains($0.id) }
        switch candidates.count {
        case 0: return foundNone(key)
        case 1: return chosen(candidates[0])
        default: return choose(among: candidates, key)
        }
    }

    private mutating func chosen(_ contact: Contact) -> Step {
        if readsAfresh { return operation.kind == .find ? read(contact.id, .match) : claim(contact.id, nil, .match) }
        return operation.kind == .find ? finish(contact, .unchanged) : claim(contact.id, contact, .match)
    }

    private mutating func choose(among candidates: [Contact], _ key: MatchingKey) -> Step {
        isUnambiguous = false
        if operation.kind != .delete {
            // External id beats email: where the mappings say whose contact it is, the email need not.
            if key.field == .email, case .string(let externalID)? = operation.attributes[.externalID] {
                let same = candidates.filter { $0.externalID == externalID }
                if same.count == 1 { return chosen(same[0]) }
            }
            if let preferred = operation.onMultiple?.choice(among: candidates) { return chosen(preferred) }
        }
        return fail(.ambiguous(key, candidates, canChoose: operation.kind != .delete))
    }

    private mutating func foundNone(_ key: MatchingKey) -> Step {
        if operation.kind == .upsert {
            if let renamed = renamedKey, renamed != key { return seek(renamed) }
            return beginCreating()
        }
        // The index may lag, and the way around it does not know leads: only both together say that there is none.
        if key.field == .externalID {
            if !triedDirect { return lookUp(key, .direct) }
            if !triedIndex { return lookUp(key, .indexed) }
        }
        if operation.kind == .update, let renamed = renamedKey, renamed != key { return seek(renamed) }
        return operation.kind == .find ? finish(nil, .unchanged) : fail(.noMatch(key))
    }

    /// Mappings that give the matching field another value rename the contact. Where it is not found under its old
    /// value, it may have been renamed before: by this very script, run a second time.
    private var renamedKey: MatchingKey? {
        guard let key = operation.key, let field = key.field.contactField,
            case .string(let value)? = operation.attributes[field], !value.isEmpty
        else { return nil }
        let renamed = MatchingKey(unchecked: key.field, value)
        return renamed == key ? nil : renamed
    }

    private mutating func seek(_ renamed: MatchingKey) -> Step {
        triedIndex = false
        triedDirect = false
        return lookUp(renamed, .any)
    }

    /// Starts over, once, after the contact that matched turned out not to be there, or not to match any more.
    mutating func resolveAgain(without id: String?, or error: IntercomError) -> Step {
        guard let key = operation.key, key.field != .intercomID, !hasResolvedAgain else { return fail(error) }
        hasResolvedAgain = true
        if let id { vanished.insert(id) }
        triedIndex = false
        triedDirect = false
        return lookUp(key, key.field == .externalID ? .direct : .any)
    }
}

extension MatchingField {
    /// The standard field that holds the value; nil for Intercom's own id, which cannot be written.
    var contactField: ContactField? {
        switch self {
        case .email: .email
        case .externalID: .externalID
        case .intercomID: nil
        }
    }
}

extension ContactOperation.Preference {
    /// The contact that is meant; nil where the preference does not tell.
    func choice(among contacts: [Contact]) -> Contact? {
        func isOlder(_ left: Contact, _ right: Contact) -> Bool {
            (left.createdAt ?? .max, left.id) < (right.createdAt ?? .max, right.id)
        }
        switch self {
        case .newest: return contacts.max(by: isOlder)
        case .oldest: return contacts.min(by: isOlder)
        case .user:
            let users = contacts.filter { $0.role == .user }
            return users.count == 1 ? users[0] : nil
        }
    }
}
