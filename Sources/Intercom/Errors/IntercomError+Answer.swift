extension IntercomError {
    /// The error that an answer outside 200…299 stands for.
    ///
    /// The status decides where it is clear by itself; for the rest Intercom's list of errors must be there: a 404 from
    /// a proxy on the way must not pass for "there is no such contact".
    init(answer: HTTPAnswer, limits: RateLimits?, redacting token: AccessToken) {
        let envelope = ErrorEnvelope(body: answer.body)
        let items = (envelope?.items ?? []).map { item in
            Item(code: token.redacting(item.code), message: item.message.map(token.redacting), field: item.field)
        }
        let said = items.compactMap(\.message).joined(separator: "; ")
        let codes = items.map(\.code).joined(separator: ", ")
        let message = said.isEmpty ? (codes.isEmpty ? "Intercom answered \(answer.status)" : codes) : said
        self.init(.unexpectedResponse, message)
        status = answer.status
        requestID = answer.headers["X-Request-Id"] ?? envelope?.requestID
        self.limits = limits
        self.items = items
        field = items.compactMap(\.field).first
        contactIDs = items.flatMap { ConflictText.contactIDs(in: $0.message ?? "") }
        classify(answer, hasEnvelope: envelope != nil)
    }

    private mutating func classify(_ answer: HTTPAnswer, hasEnvelope: Bool) {
        switch answer.status {
        case 401:
            code = .unauthorized
            advice = "Check the access token, and that it belongs to this workspace and region."
        case 402, 403:
            code = .forbidden
            advice = "The token's app lacks a permission, or the workspace's plan lacks the feature."
        case 408: code = .timeout
        case 429:
            code = .rateLimited
            advice = "Other programs use up this workspace's limit; try again later or lower the concurrency."
        case 500...599:
            code = .unavailable
            advice = "Intercom's side failed; try again later."
        case 300...399:
            message = "Intercom answered with a redirect, which is not followed so that the token stays with its host"
            advice = "Check the base URL and the region."
        case _ where !hasEnvelope:
            message = "Intercom answered \(answer.status) without saying why"
            advice = "Something between here and Intercom may have answered in its place; check the base URL."
        case 400, 406, 413, 414, 415, 422: classifyRefusal()
        case 404: code = .notFound
        case 409: classifyConflict()
        case 410: classifyMerged(link: answer.headers["Link"])
        default: break
        }
    }

    private mutating func classifyRefusal() {
        code = .invalidArgument
        for item in items {
            let text = item.message ?? ""
            if item.code == "not_restorable" {
                classifyConflict()
            } else if text.contains("not restorable") {
                code = .archived
                advice = "It was deleted or merged for good; its external_id stays taken for about seven days."
            } else if text.hasPrefix("Custom attribute '"), let name = text.split(separator: "'").dropFirst().first {
                code = .unknownAttribute
                field = String(name)
                advice = "Create the attribute in Intercom first, or check its spelling."
            } else if text.contains("converted to a lead") {
                field = "role"
                advice = "A user stays a user; leave role out, or match another contact."
            } else if item.code == "intercom_version_invalid" {
                advice = "The pinned API version is not available to this app; check Intercom-Version."
            }
        }
    }

    private mutating func classifyConflict() {
        if items.contains(where: { $0.code == "not_restorable" }) {
            code = .conflict
            advice = "The contact was blocked; unblock it in Intercom if it is to come back."
        } else if items.contains(where: { ConflictText.saysArchived($0.message ?? "") }) {
            code = .archived
            advice = "Unarchive it first, or upsert with restore = true."
        } else {
            code = .conflict
            advice = "Another contact has the same external_id or email; update that one, or merge the two."
        }
    }

    /// `Link: </contacts/ID>; rel="canonical"` names the contact that the one asked for was merged into.
    private mutating func classifyMerged(link: String?) {
        code = .notFound
        let target = link.flatMap { link -> String? in
            guard let start = link.range(ofASCII: "</contacts/"), let end = link[start...].firstIndex(of: ">") else {
                return nil
            }
            return String(link[start..<end])
        }
        guard let target, !target.isEmpty, !target.contains("/") else { return }
        contactIDs = [target]
        advice = "It was merged into contact \(target)."
    }

    /// Whether the contact was merged into another; the other's id is then the first of `contactIDs`.
    public var isMerged: Bool { status == 410 }
}

extension String {
    /// Where the text after the first occurrence of `marker` starts.
    fileprivate func range(ofASCII marker: String) -> Index? {
        var position = startIndex
        while position < endIndex {
            if self[position...].hasPrefix(marker) { return index(position, offsetBy: marker.count) }
            position = index(after: position)
        }
        return nil
    }
}
