/// Lets operations through one after another where they share an identity, in the order in which they came, and side by
/// side where they do not: a pure state machine.
///
/// An operation stands in the queues of all its identities at once. It goes when it is first in each. Since all are
/// joined in one step, two operations are in the same order in every queue they share, so nobody waits in a circle.
struct IdentityLine<Identity: Hashable & Sendable>: Sendable {
    typealias Ticket = UInt64

    private struct Place: Sendable {
        var identities: [Identity]
        /// In how many queues somebody is before it.
        var blocked: Int
    }

    private struct Queue: Sendable {
        var tickets: [Ticket] = []
        var head = 0

        var first: Ticket? { head < tickets.count ? tickets[head] : nil }

        mutating func removeFirst() {
            head += 1
            if head > 32, head * 2 > tickets.count {
                tickets.removeFirst(head)
                head = 0
            }
        }
    }

    private var places: [Ticket: Place] = [:]
    private var queues: [Identity: Queue] = [:]
    private var lastTicket: Ticket = 0

    /// Operations that go or wait.
    var count: Int { places.count }

    /// Joins the queues of all identities, which must differ from each other.
    mutating func join(_ identities: [Identity]) -> Ticket {
        lastTicket += 1
        var blocked = 0
        for identity in identities {
            var queue = queues.removeValue(forKey: identity) ?? Queue()
            if queue.first != nil { blocked += 1 }
            queue.tickets.append(lastTicket)
            queues[identity] = queue
        }
        places[lastTicket] = Place(identities: identities, blocked: blocked)
        return lastTicket
    }

    /// Whether it is the ticket's turn.
    func mayGo(_ ticket: Ticket) -> Bool { places[ticket]?.blocked == 0 }

    /// Leaves all queues, done or not even begun.
    ///
    /// - Returns: the tickets whose turn has come by that.
    mutating func leave(_ ticket: Ticket) -> [Ticket] {
        guard let place = places.removeValue(forKey: ticket) else { return [] }
        var ready: [Ticket] = []
        for identity in place.identities {
            guard var queue = queues.removeValue(forKey: identity) else { continue }
            if queue.first == ticket {
                queue.removeFirst()
                if let next = queue.first { advance(next, &ready) }
            } else {
                queue.tickets.removeAll { $0 == ticket }
            }
            if queue.first != nil { queues[identity] = queue }
        }
        return ready
    }

    private mutating func advance(_ ticket: Ticket, _ ready: inout [Ticket]) {
        guard var place = places[ticket] else { return }
        place.blocked -= 1
        places[ticket] = place
        if place.blocked == 0 { ready.append(ticket) }
    }
}
