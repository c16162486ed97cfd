import FoundationEssentials
import JSON

/// Where a page ended: an opaque text for the client, `[sort value, contact id, next page]` in base64 for us, which is
/// the form of Intercom's own.
struct Cursor: Sendable {
    let key: JSONValue
    let contactID: String
    /// The number of the page that the cursor leads to.
    let page: Int

    init(key: JSONValue, contactID: String, page: Int) {
        self.key = key
        self.contactID = contactID
        self.page = page
    }

    /// - Parameter text: a `starting_after` that a client sent.
    init(_ text: String) throws(APIError) {
        guard let data = Data(base64Encoded: text), let parts = try? JSONValue(parsing: data),
            let key = parts[0], let contactID = parts[1]?.string, let page = parts[2]?.integer, page > 1,
            let page = Int(exactly: page)
        else { throw .invalidCursor }
        self.init(key: key, contactID: contactID, page: page)
    }

    var text: String {
        let parts: JSONValue = .array([key, .string(contactID), .integer(Int64(page))])
        return Data(parts.encoded()).base64EncodedString()
    }
}
