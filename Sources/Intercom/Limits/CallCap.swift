/// Keeps a process to its share of the rate limit: at most so many calls in any ten seconds, wherever Intercom's windows begin.
/// A pure state machine.
struct CallCap: Sendable {
    /// Calls in any ten seconds; nil for no cap.
    let calls: Int?
    /// When the last calls were sent, at most so many as are allowed: a ring, of which `next` is the oldest.
    private var sent: [Moment] = []
    private var next = 0

    init(calls: Int?) { self.calls = calls }

    /// Whether a call may go now. Follow `.go` by `noteSent`.
    func admission(at now: Moment) -> RateLimitWindow.Admission {
        guard let calls, sent.count >= calls else { return .go }
        let free = sent[next] + RateLimitWindow.length
        return now < free ? .wait(until: free) : .go
    }

    mutating func noteSent(at now: Moment) {
        guard let calls else { return }
        if sent.count < calls {
            sent.append(now)
        } else {
            sent[next] = now
            next = (next + 1) % calls
        }
    }
}
