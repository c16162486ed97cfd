internal import Intercom

/// Of several things that are wrong with a table, the one to report: Lua gives keys in an order that changes from run to
/// run, and the same mistake is to read the same each time.
///
/// A key that there is not comes first: it may be why another one is missing.
struct FirstComplaint {
    private var name = ""
    private var isUnknown = false
    private var error: IntercomError?

    mutating func note(_ error: IntercomError, about name: String, isUnknown: Bool) {
        let isFirst = isUnknown == self.isUnknown ? name < self.name : isUnknown
        guard self.error == nil || isFirst else { return }
        self.error = error
        self.name = name
        self.isUnknown = isUnknown
    }

    func raise() throws(IntercomError) { if let error { throw error } }
}
