/// What several clients share of a workspace's calls, beyond what each sees in Intercom's answers.
public protocol CallBudget: Sendable {
    /// Waits until a call may be made.
    ///
    /// - Parameter limits: what Intercom said last of the rate limit; nil where it has not.
    func take(_ limits: @Sendable () -> RateLimits?) async throws(CancellationError)
}
