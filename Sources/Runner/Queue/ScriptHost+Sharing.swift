internal import Ledger

/// The limit of failures where several processes take part in a run: what counts is what all of them have made of it.
extension ScriptHost {
    /// Counts over all, instead of here, from now on.
    func shareLimit() {
        let limit = progress?.maximumFailures
        progress?.sharedMaximumFailures = limit
        progress?.maximumFailures = nil
    }

    /// Outcomes are in the ledger that may be too many.
    func noteWritten(_ numbers: [Int]) {
        guard let limit = progress?.sharedMaximumFailures, progress?.isOver == false else { return }
        // Only a record that went wrong can be one too many; a share is only judged from some number of records on.
        if case .count = limit, !numbers.contains(where: { settling[$0]?.outcome.isProblem == true }) { return }
        standingIsDue = true
        if isAskingForStanding { return }
        isAskingForStanding = true
        Task {
            while standingIsDue {
                standingIsDue = false
                await judgeStanding()
            }
            isAskingForStanding = false
        }
    }

    /// Asks how the run stands, and ends it where more went wrong than it allows.
    func judgeStanding() async {
        guard let shared = recorder?.shared, progress?.sharedMaximumFailures != nil else { return }
        do throws(LedgerError) {
            let standing = try await shared.standing()
            progress?.judge(standing)
            if progress?.isOver == true { feed?.stop() }
        } catch {
            endRun(for: error)
        }
    }
}
