internal import Synchronization

/// What one record holds: the identities of contacts that its operations were about, until it ends. Operations of records with
/// higher numbers wait for that; so what several operations of a record do to a contact is not mixed with what the next record
/// does to it.
///
/// It ends when it is let go of.
public final class RecordHold: Sendable {
    /// The record's number, from 1.
    let record: Int
    private let engine: ContactEngine
    private let tickets = Mutex<[Turnstile<MatchingKey>.Ticket]>([])

    init(record: Int, engine: ContactEngine) {
        self.record = record
        self.engine = engine
    }

    deinit { end() }

    /// An operation of the record is done.
    func keep(_ ticket: Turnstile<MatchingKey>.Ticket) {
        if engine.identities.hold(ticket) { tickets.withLock { $0.append(ticket) } }
    }

    /// Lets others go on.
    public func end() {
        let held = tickets.withLock { tickets in
            defer { tickets = [] }
            return tickets
        }
        for ticket in held { engine.identities.leave(ticket) }
    }
}
