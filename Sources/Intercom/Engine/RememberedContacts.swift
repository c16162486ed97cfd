/// How contacts looked last: so many of them, and of the newest ones also the answers that they came in, as many as fit
/// into a bound of memory.
struct RememberedContacts: Sendable {
    struct Known: Sendable {
        /// Without `details` where there was no room for them.
        var contact: Contact
        /// Whether this run wrote it, so that the index may be behind.
        var isWritten: Bool
        /// Which of the arrivals of answers is its own.
        fileprivate var answer = 0
    }

    let capacity: Int
    let answerBytes: Int
    private var contacts: [String: Known] = [:]
    /// Ids in the order in which they came first, for forgetting the oldest.
    private var arrivals = Arrivals()
    /// The same for answers: a contact stands there once for each answer, and only the last one counts.
    private var answers = Arrivals()
    /// Memory that the answers take now.
    private(set) var bytes = 0

    init(capacity: Int, answerBytes: Int) {
        self.capacity = capacity
        self.answerBytes = answerBytes
    }

    subscript(id: String) -> Known? { contacts[id] }

    mutating func keep(_ contact: Contact, isWritten: Bool) {
        let old = contacts[contact.id]
        if old == nil { _ = arrivals.append(contact.id) }
        bytes -= old?.contact.answerSize ?? 0
        var known = Known(contact: contact.detached(), isWritten: isWritten || old?.isWritten == true)
        if known.contact.details != nil {
            if answers.count > 2 * contacts.count + 1024 { forgetOldAnswers() }
            known.answer = answers.append(contact.id)
        }
        bytes += known.contact.answerSize
        contacts[contact.id] = known
        while contacts.count > capacity, let oldest = arrivals.popFirst() { remove(oldest.id) }
        while bytes > answerBytes, let oldest = answers.popFirst() {
            guard let known = contacts[oldest.id], known.answer == oldest.number else { continue }
            bytes -= known.contact.answerSize
            contacts[oldest.id]?.contact.details = nil
        }
    }

    /// Takes those out of the line who stand in it again further back: a contact that is written to a million times.
    private mutating func forgetOldAnswers() {
        answers.keepOnly { contacts[$0.id]?.answer == $0.number }
        for (index, id) in answers.waiting.enumerated() { contacts[id]?.answer = answers.number(at: index) }
    }

    @discardableResult
    mutating func remove(_ id: String) -> Known? {
        guard let known = contacts.removeValue(forKey: id) else { return nil }
        bytes -= known.contact.answerSize
        return known
    }
}

extension Contact {
    fileprivate var answerSize: Int { details?.keptByteCount ?? 0 }
}

/// Ids in the order of their arrival, each with a number of its own from 1.
private struct Arrivals: Sendable {
    private var ids: [String] = []
    private var head = 0
    private var before = 0

    var count: Int { ids.count - head }
    var waiting: ArraySlice<String> { ids[head...] }

    /// The number of the one who waits with so many before it.
    func number(at index: Int) -> Int { before + head + index + 1 }

    /// - Returns: its number.
    mutating func append(_ id: String) -> Int {
        ids.append(id)
        return before + ids.count
    }

    mutating func popFirst() -> (id: String, number: Int)? {
        guard head < ids.count else { return nil }
        let first = (ids[head], before + head + 1)
        head += 1
        if head > 1024, head * 2 > ids.count {
            ids.removeFirst(head)
            before += head
            head = 0
        }
        return first
    }

    /// Takes out all others; those who stay get new numbers.
    mutating func keepOnly(_ stays: ((id: String, number: Int)) -> Bool) {
        var kept: [String] = []
        for (index, id) in waiting.enumerated() where stays((id, number(at: index))) { kept.append(id) }
        before += ids.count
        ids = kept
        head = 0
    }
}
