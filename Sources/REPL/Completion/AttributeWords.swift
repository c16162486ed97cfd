internal import Dispatch
internal import Synchronization

/// Waits for the workspace's custom attributes on a thread that may wait.
enum AttributeWords {
    /// How long Tab may take.
    private static let patience = DispatchTimeInterval.seconds(5)

    /// The attributes; none where they do not come in time.
    static func wait(for vocabulary: Vocabulary) -> [Vocabulary.Word] {
        let answer = Answer()
        let task = Task {
            let words = await vocabulary.customAttributes()
            answer.words.withLock { $0 = words }
            answer.isThere.signal()
        }
        guard answer.isThere.wait(timeout: .now() + patience) == .success else {
            task.cancel()
            return []
        }
        return answer.words.withLock { $0 }.sorted { $0.name < $1.name }
    }

    private final class Answer: Sendable {
        let words = Mutex<[Vocabulary.Word]>([])
        let isThere = DispatchSemaphore(value: 0)
    }
}
