internal import JSON

/// The body of an error: `{"type":"error.list","request_id":…,"errors":[{"code":…,"message":…,"field":…}]}`.
/// `code` is the only key that an item must have; `request_id` is sometimes absent or null.
struct ErrorEnvelope: Sendable, Hashable {
    var requestID: String?
    var items: [IntercomError.Item]

    init(requestID: String? = nil, items: [IntercomError.Item]) {
        self.requestID = requestID
        self.items = items
    }

    /// Nil where the body is not such a list.
    init?(body: [UInt8]) {
        guard let root = try? JSONDocument(parsing: body).root, let errors = root["errors"], errors.kind == .array
        else {
            return nil
        }
        requestID = root["request_id"]?.string
        items = errors.elements.compactMap { item in
            item["code"]?.string.map { code in
                .init(code: code, message: item["message"]?.string, field: item["field"]?.string)
            }
        }
        if items.isEmpty { return nil }
    }
}
