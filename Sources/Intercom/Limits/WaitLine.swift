/// Those who wait at the gate, in order of arrival. A ticket is taken before waiting, so that a cancellation that comes
/// in between is not lost.
struct WaitLine: Sendable {
    typealias Continuation = CheckedContinuation<Bool, Never>

    private struct Place: Sendable {
        let ticket: UInt64
        /// Nil once cancelled.
        var continuation: Continuation?
    }

    private var places: [Place] = []
    /// Places before this one are done; they are removed in bulk.
    private var head = 0
    private var lastTicket: UInt64 = 0
    /// Tickets whose owner has not come to wait yet, and whether it need not come any more.
    private var issued: [UInt64: Bool] = [:]

    /// How many wait.
    private(set) var count = 0
    var isEmpty: Bool { count == 0 }

    mutating func ticket() -> UInt64 {
        lastTicket += 1
        issued[lastTicket] = false
        return lastTicket
    }

    /// Takes the place; false where the ticket was cancelled meanwhile.
    mutating func wait(_ ticket: UInt64, _ continuation: Continuation) -> Bool {
        if issued.removeValue(forKey: ticket) == true { return false }
        places.append(Place(ticket: ticket, continuation: continuation))
        count += 1
        return true
    }

    /// The continuation to resume; nil for one that is not waiting yet, or no more.
    mutating func cancel(_ ticket: UInt64) -> Continuation? {
        if issued[ticket] != nil {
            issued[ticket] = true
            return nil
        }
        guard let index = places[head...].firstIndex(where: { $0.ticket == ticket }),
            let continuation = places[index].continuation
        else { return nil }
        places[index].continuation = nil
        count -= 1
        return continuation
    }

    /// The one who waits longest.
    mutating func next() -> Continuation? {
        while head < places.count {
            let continuation = places[head].continuation
            places[head].continuation = nil
            head += 1
            if head > 64, head * 2 > places.count {
                places.removeFirst(head)
                head = 0
            }
            if let continuation {
                count -= 1
                return continuation
            }
        }
        return nil
    }
}
