internal import Intercom

/// Of several things that are wrong with a table, the one to report: Lua gives keys in an order that changes from run to
/// run, and the same mistake is to read the same each time.
struct FirstComplaint {
    private var name = ""
    private var error: IntercomError?

    mutating func note(_ error: IntercomError, about name: String) {
        guard self.error == nil || name < self.name else { return }
        self.error = error
        self.name = name
    }

    func raise() throws(IntercomError) { if let error { throw error } }
}
