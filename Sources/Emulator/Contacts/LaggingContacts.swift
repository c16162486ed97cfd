/// The contacts as an index shows them that runs behind the writes by a fixed time.
///
/// Intercom's search and list are such indexes: for seconds after a write they show what was before [recorded].
struct LaggingContacts: Sendable {
    /// Milliseconds.
    let lag: Int64
    private(set) var table: ContactTable
    private var pending: [(due: Int64, slot: Int, contact: Contact)] = []
    private var next = 0

    /// - Parameter table: what the index shows at once.
    init(lag: Int64, table: ContactTable) {
        self.lag = lag
        self.table = table
    }

    /// Takes note of a write.
    /// - Parameter now: milliseconds.
    mutating func record(_ contact: Contact, at slot: Int, now: Int64) {
        pending.append((now + lag, slot, contact))
    }

    /// Shows every write that is old enough.
    mutating func catchUp(to now: Int64) {
        while next < pending.count, pending[next].due <= now {
            table.put(pending[next].contact, at: pending[next].slot)
            next += 1
        }
        if next == pending.count {
            pending.removeAll(keepingCapacity: true)
            next = 0
        }
    }

    /// Shows every write, however young: for what is seeded.
    mutating func catchUpFully() { catchUp(to: .max) }
}
