/// Keeps calls within Intercom's fixed windows of ten seconds, by what the answers' headers say: a pure state machine.
///
/// Intercom counts a call when it arrives, and every answer says how many are left and when the window ends. Of the calls
/// without an answer yet, nobody knows whether a count that was just reported includes them. So what may still be sent
/// is `remaining - inFlight`, with the smallest `remaining` reported in this window: never too many, and when
/// the last answer is in, exactly what is left.
///
/// Other processes on the same workspace show in a count that falls faster than our own calls explain. Where they use
/// `others` calls for each of ours, only our share of what remains, `remaining / (1 + others)`, may be in flight: so
/// processes that all see "12 left" do not all take 12. A call for each of those who share is left over, since
/// the count that was reported last is old by the time of an answer's way.
///
/// States, by what is known:
/// - nothing: one call goes first, the others wait for its answer, so that a small limit is not overrun blindly.
/// - no limit announced: calls go as they come; a 429 pauses all of them, longer each time.
/// - inside a window: calls go while some are left, else wait for its end.
/// - past its end: one call goes to see the new window, the others wait for its answer.
struct RateLimitWindow: Sendable {
    /// Length of a window (https://developers.intercom.com/docs/references/rest-api/errors/rate-limiting).
    static let length: Duration = .seconds(10)
    /// How long a call that goes first may keep the others waiting.
    static let probePatience: Duration = .seconds(2)
    /// No wait for a window's end is longer, whatever the headers say.
    static let longestWait: Duration = .seconds(60)
    /// Windows start with some of the callers held back for up to this long by chance.
    static let jitter: Duration = .milliseconds(150)
    /// No more calls of others for each of ours are believed in for what was counted; whoever comes into a window that is
    /// nearly used up sees next to nothing but calls of others.
    private static let mostCounted = 15.0
    /// The same where calls were refused, which says that there are more of them than was believed.
    private static let mostBelieved = 31.0

    enum Admission: Sendable, Hashable {
        case go
        /// Not now: ask again at that moment, or earlier when an answer has come in.
        case wait(until: Moment)
    }

    private struct Window: Sendable {
        var limits: RateLimits
        /// Smallest count reported.
        var remaining: Int
        var ends: Moment
        /// `ends` with jitter: when waiting calls come back.
        var resumes: Moment
        var firstRemaining: Int
        /// Calls of ours that ended since the first count.
        var ended = 0
        var probeSent: Moment?
    }

    private var window: Window?
    private var hasAnswer = false
    private var firstSent: Moment?
    private(set) var inFlight = 0
    /// Local clock minus Intercom's, as the smallest difference seen: an upper bound that gets tight quickly.
    private var clockOffset: Double?
    /// How much later than announced windows turned out to end.
    private var lateness: Duration = .zero
    private var pausedUntil: Moment?
    private var consecutiveRefusals = 0
    /// Whether the count that an answer reports includes its own call. Recorded answers do not: the first of a window
    /// reports the limit itself. Nil while that is not known, which counts as no.
    private var countsItself: Bool?
    /// Calls that other processes make for each of ours.
    private(set) var others = 0.0
    /// Whether those who share the limit take their calls out of one budget: then nothing is left over for them here.
    var sharesBudget = false

    /// By how many seconds an older window's reset can be before that of the newest.
    private static let mostLate: Int64 = 60

    /// The newest limits reported.
    var limits: RateLimits? { window?.limits }

    /// What is known of the newest window.
    func announced(at now: Moment) -> AnnouncedWindow? {
        window.map { window in
            AnnouncedWindow(
                limit: window.limits.limit, used: max(0, window.limits.limit - window.remaining),
                end: window.limits.reset, endsIn: window.ends - now)
        }
    }

    /// Whether a call may go now. Follow `.go` by `sent`.
    mutating func admission(at now: Moment) -> Admission {
        if let pausedUntil {
            if now < pausedUntil { return .wait(until: pausedUntil) }
            self.pausedUntil = nil
        }
        guard let window else { return firstAdmission(at: now) }
        let others = sharesBudget ? 0 : others
        if (Double(window.remaining) - others) / (1 + others) >= Double(inFlight + 1) { return .go }
        if now < window.resumes { return .wait(until: window.resumes) }
        if let probe = window.probeSent, now < probe + Self.probePatience {
            return .wait(until: probe + Self.probePatience)
        }
        return .go
    }

    private func firstAdmission(at now: Moment) -> Admission {
        guard !hasAnswer, inFlight > 0, let firstSent else { return .go }
        let patience = firstSent + Self.probePatience
        return now < patience ? .wait(until: patience) : .go
    }

    mutating func sent(at now: Moment) {
        if !hasAnswer, inFlight == 0 { firstSent = now }
        inFlight += 1
        if let current = window, now >= current.resumes { window?.probeSent = now }
    }

    /// A call ended without an answer; it may have been counted, or not.
    mutating func lost() {
        inFlight -= 1
        window?.ended += 1
    }

    /// An answer came in.
    ///
    /// - Parameters:
    ///   - wallClock: Unix time here, for answers without a `Date`.
    ///   - fraction: chance, from 0 to 1, for jitter.
    mutating func answered(
        status: Int, limits: RateLimits?, at now: Moment, wallClock: Double, fraction: Double
    ) {
        inFlight -= 1
        hasAnswer = true
        let refused = status == 429
        consecutiveRefusals = refused ? consecutiveRefusals + 1 : 0
        if let limits {
            update(with: limits, refused: refused, at: now, wallClock: wallClock, fraction: fraction)
        } else if refused {
            // Doubling from a second to the length of a window; the whole client pauses, not only this call.
            let seconds = min(Double(1 << min(consecutiveRefusals - 1, 4)), Self.length.inSeconds)
            pausedUntil = now + .seconds(seconds * (0.5 + fraction / 2))
        }
    }

    private mutating func update(
        with limits: RateLimits, refused: Bool, at now: Moment, wallClock: Double, fraction: Double
    ) {
        let remaining = refused ? 0 : countAfterItself(limits)
        if let current = window, limits.reset < current.limits.reset {
            // An answer that was on its way when the next window began; much less means that Intercom's clock was set.
            if limits.reset >= current.limits.reset - Self.mostLate { return }
            window = nil
        }
        if var current = window, limits.reset == current.limits.reset {
            current.limits = limits
            current.remaining = min(current.remaining, remaining)
            current.ended += 1
            if refused, now < current.ends {
                others = min(Self.mostBelieved, max(0.5, others * 1.25))
            } else {
                noticeOthers(in: current)
            }
            current.probeSent = nil
            if now >= current.ends {
                // The window outlasted what was announced: ask again a little later, and trust its kind less.
                let next = now + .milliseconds(refused ? 1000 : 500)
                lateness = min(.seconds(3), lateness + (next - current.ends))
                current.ends = next
                current.resumes = resumption(of: next, fraction)
            } else {
                let end = min(current.ends, self.end(of: limits, at: now, wallClock: wallClock))
                current.resumes = end + (current.resumes - current.ends)
                current.ends = end
            }
            window = current
            return
        }
        // Whoever else was there is still believed to be, a little less with every window.
        others = others < 0.1 ? 0 : others * 0.95
        let end = self.end(of: limits, at: now, wallClock: wallClock)
        window = Window(
            limits: limits, remaining: remaining, ends: end, resumes: resumption(of: end, fraction),
            firstRemaining: remaining)
    }

    /// What is left after the call that was answered.
    private mutating func countAfterItself(_ limits: RateLimits) -> Int {
        let isFirst = window.map { limits.reset > $0.limits.reset } ?? true
        if limits.remaining >= limits.limit {
            countsItself = false
        } else if isFirst, countsItself == nil, inFlight == 0, others == 0, limits.remaining == limits.limit - 1 {
            countsItself = true
        }
        return countsItself == true ? limits.remaining : max(0, limits.remaining - 1)
    }

    /// When the window ends by the local clock: the reset by Intercom's clock, and never later than one length from now,
    /// since the window is already running. That bound also takes back a reset stamped two seconds late, as recorded.
    private mutating func end(of limits: RateLimits, at now: Moment, wallClock: Double) -> Moment {
        let local = Double(now.nanoseconds) / 1e9
        let offset = local - (limits.date.map(Double.init) ?? wallClock)
        // A smaller offset is the better one; a much larger one means that a clock was set.
        let known = clockOffset.map { offset > $0 + 5 ? offset : min($0, offset) } ?? offset
        clockOffset = known
        let announced = Double(limits.reset) + known - local
        let longest = announced > 13 ? Self.longestWait.inSeconds : Self.length.inSeconds
        return now + .seconds(min(max(announced, 0), longest)) + lateness
    }

    private func resumption(of end: Moment, _ fraction: Double) -> Moment {
        let spread = consecutiveRefusals > 1 ? 4 : 1
        return end + .seconds(Self.jitter.inSeconds * fraction * Double(spread))
    }

    private mutating func noticeOthers(in current: Window) {
        let gone = current.firstRemaining - current.remaining
        guard gone > current.ended + inFlight else { return }
        // About half of what is in flight has arrived already.
        let ours = Double(current.ended) + Double(inFlight) / 2
        others = max(others, min(Self.mostCounted, (Double(gone) - ours) / max(1, ours)))
    }
}
