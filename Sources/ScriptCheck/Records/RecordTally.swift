internal import Runner
internal import Synchronization

/// Tells records that are rejected for want of a contact, which only Intercom knows of, from those that are wrong.
final class RecordTally: RunObserver {
    private struct State {
        var summary = RunSummary()
        var unknownContacts = 0
    }

    private let knowsContacts: Bool
    private let state = Mutex(State())

    /// - Parameter knowsContacts: whether a contact that is not there is none that there should be.
    init(knowsContacts: Bool) { self.knowsContacts = knowsContacts }

    var outcome: RecordCheck.Outcome {
        state.withLock { RecordCheck.Outcome(summary: $0.summary, unknownContacts: $0.unknownContacts) }
    }

    func recordEnded(_ result: RecordResult) {
        state.withLock { state in
            if !knowsContacts, result.problem?.code == "not_found" {
                state.unknownContacts += 1
            } else {
                state.summary.add(result)
            }
        }
    }
}
