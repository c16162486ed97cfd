/// What several clients share of a workspace's calls, beyond what each sees in Intercom's answers.
public protocol CallBudget: Sendable {
    /// Whether calls may be made at all. Asked once more when a call that waited is about to be sent.
    var isOpen: Bool { get }
    /// Waits until a call may be made.
    ///
    /// - Parameter window: what is known of the rate limit; nil where Intercom has announced none.
    func take(_ window: @Sendable () -> AnnouncedWindow?) async throws(CancellationError)
}

/// A window of the rate limit, as Intercom's answers say.
public struct AnnouncedWindow: Sendable, Hashable {
    /// Calls allowed in it.
    public var limit: Int
    /// Calls that Intercom has counted in it, whoever made them.
    public var used: Int
    /// When it ends, in Unix seconds by Intercom's clock: its name.
    public var end: Int64
    /// How long until then.
    public var endsIn: Duration

    public init(limit: Int, used: Int, end: Int64, endsIn: Duration) {
        self.limit = limit
        self.used = used
        self.end = end
        self.endsIn = endsIn
    }

    /// The window that goes on now: this one, or one behind it of which no answer has come yet.
    public var current: AnnouncedWindow {
        guard endsIn <= .zero else { return self }
        let length = RateLimitWindow.length.components.seconds
        let later = ((.zero - endsIn).components.seconds / length + 1) * length
        return AnnouncedWindow(limit: limit, used: 0, end: end + later, endsIn: endsIn + .seconds(later))
    }
}
