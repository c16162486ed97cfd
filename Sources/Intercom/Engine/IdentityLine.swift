/// Lets operations through one after another where they share an identity, and side by side where they do not: a pure state
/// machine.
///
/// An operation stands in the queues of all its identities at once, those of earlier records first, and those of one record in
/// the order in which they came. It goes when nobody goes or waits before it. When it is done its record may hold its identities
/// until it has ended: later records wait for that, earlier ones do not. So everybody waits for somebody who goes or who stands
/// before in an order that is the same in all queues, and nobody waits in a circle.
struct IdentityLine<Identity: Hashable & Sendable>: Sendable {
    typealias Ticket = UInt64

    private enum Phase: Sendable {
        case waiting, going, held
    }

    private struct Place: Sendable {
        var identities: [Identity]
        /// The number of the record; 0 for one that holds nothing.
        var owner: Int
        var phase = Phase.waiting
    }

    private var places: [Ticket: Place] = [:]
    /// In the order of owners, then of tickets.
    private var queues: [Identity: [Ticket]] = [:]
    private var lastTicket: Ticket = 0

    /// Operations that go or wait, and those that are held.
    var count: Int { places.count }

    /// Joins the queues of all identities, which must differ from each other.
    ///
    /// - Parameter owner: the number of the record whose operation it is; 0 for none.
    mutating func join(_ identities: [Identity], owner: Int = 0) -> Ticket {
        lastTicket += 1
        for identity in identities {
            var queue = queues.removeValue(forKey: identity) ?? []
            let position = queue.lastIndex { places[$0].map { $0.owner <= owner } ?? true }.map { $0 + 1 } ?? 0
            queue.insert(lastTicket, at: position)
            queues[identity] = queue
        }
        places[lastTicket] = Place(identities: identities, owner: owner)
        if isFree(lastTicket) { places[lastTicket]?.phase = .going }
        return lastTicket
    }

    /// Whether it is the ticket's turn.
    func mayGo(_ ticket: Ticket) -> Bool { places[ticket].map { $0.phase != .waiting } ?? false }

    /// Leaves all queues, done or not even begun.
    ///
    /// - Returns: the tickets whose turn has come by that.
    mutating func leave(_ ticket: Ticket) -> [Ticket] {
        guard let place = places.removeValue(forKey: ticket) else { return [] }
        for identity in place.identities {
            guard var queue = queues.removeValue(forKey: identity) else { continue }
            if queue.count == 1 { continue }
            queue.removeAll { $0 == ticket }
            queues[identity] = queue
        }
        return advance(place.identities)
    }

    /// Keeps the identities of an operation that is done for its record.
    ///
    /// - Returns: whether that is still to be left, and the tickets whose turn has come.
    mutating func hold(_ ticket: Ticket) -> (isHeld: Bool, ready: [Ticket]) {
        guard let place = places[ticket], place.phase == .going else { return (false, leave(ticket)) }
        if place.owner == 0 || place.identities.allSatisfy({ isHeld($0, by: place.owner) }) {
            return (false, leave(ticket))
        }
        places[ticket]?.phase = .held
        return (true, advance(place.identities))
    }

    private func isHeld(_ identity: Identity, by owner: Int) -> Bool {
        queues[identity]?.contains { places[$0].map { $0.phase == .held && $0.owner == owner } ?? false } ?? false
    }

    /// Whether nobody keeps a ticket from going.
    private func isFree(_ ticket: Ticket) -> Bool {
        guard let place = places[ticket] else { return false }
        return place.identities.allSatisfy { identity in
            var isBefore = true
            for other in queues[identity] ?? [] {
                if other == ticket {
                    isBefore = false
                    continue
                }
                switch places[other]?.phase {
                case .going?: return false
                case .waiting?: if isBefore { return false }
                case .held?: if isBefore, places[other]?.owner != place.owner { return false }
                case nil: break
                }
            }
            return true
        }
    }

    /// Lets those go whom nobody keeps any more: in each queue that can only be the first of those who wait.
    private mutating func advance(_ identities: [Identity]) -> [Ticket] {
        var ready: [Ticket] = []
        for identity in identities {
            guard let first = queues[identity]?.first(where: { places[$0]?.phase == .waiting }), isFree(first) else {
                continue
            }
            places[first]?.phase = .going
            ready.append(first)
        }
        return ready
    }
}
