/// Which failures of a call are safe to answer by sending it again.
struct Repeatability: Sendable, Hashable {
    /// After the request may have reached the server without an answer coming back.
    var afterLoss: Bool
    /// After 5xx, 408, and 2xx with an unreadable body.
    var afterServerError: Bool

    /// Reads, and writes that do the same when done twice.
    static let idempotent = Repeatability(afterLoss: true, afterServerError: true)
    /// Twice is not the same as once: creating, adding a note, merging.
    static let once = Repeatability(afterLoss: false, afterServerError: false)
    /// Unarchiving: twice is the same as once, but 500 is Intercom's way of saying that a contact is deleted for good
    /// (seen in recorded traffic), so it is final.
    static let unlessServerError = Repeatability(afterLoss: true, afterServerError: false)
}
