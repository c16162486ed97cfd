import JSON
import Testing

@testable import Intercom

/// Plays a resolution: each line is the step that it must take and the answer that it gets; the last line has no answer.
func play(
    _ operation: ContactOperation, recalled: (id: String, contact: Contact?)? = nil,
    readsAfresh: Bool = false, _ script: [(step: String, answer: Resolution.Answer?)],
    sourceLocation: SourceLocation = #_sourceLocation
) {
    var resolution = Resolution(operation, startedAt: 1000, readsAfresh: readsAfresh)
    var step = resolution.start(recalled: recalled)
    for (index, line) in script.enumerated() {
        #expect(step.text == line.step, "step \(index + 1)", sourceLocation: sourceLocation)
        guard let answer = line.answer else {
            #expect(index == script.count - 1, "the script goes on after its end", sourceLocation: sourceLocation)
            return
        }
        step = resolution.next(answer)
    }
    Issue.record("the script has no end; next is: \(step.text)", sourceLocation: sourceLocation)
}

extension Resolution.Step {
    var text: String {
        func body(_ attributes: ContactAttributes) -> String { String(decoding: attributes.encoded(), as: UTF8.self) }
        switch self {
        case .lookUp(let key, let freshness): return "look up \(key.field.rawValue) \(key.original) \(freshness)"
        case .read(let id): return "read \(id)"
        case .claim(let id): return "claim \(id)"
        case .create(let attributes): return "create \(body(attributes))"
        case .update(let id, let attributes): return "update \(id) \(body(attributes))"
        case .delete(let id): return "delete \(id)"
        case .unarchive(let id): return "unarchive \(id)"
        case .archive(let id): return "archive \(id)"
        case .pause(let number): return "pause \(number)"
        case .wait(let until): return "wait until \(until)"
        case .finish(let contact, let outcome): return contact.map { "\(outcome) \($0.id)" } ?? "none"
        case .fail(let error):
            let ids = error.contactIDs.isEmpty ? "" : " \(error.contactIDs.joined(separator: ","))"
            let field = error.field.map { " (\($0))" } ?? ""
            return "fail \(error.code.rawValue)\(ids)\(field)"
        }
    }
}

func email(_ value: String) -> MatchingKey { MatchingKey(unchecked: .email, value) }
func externalID(_ value: String) -> MatchingKey { MatchingKey(unchecked: .externalID, value) }
func intercomID(_ value: String) -> MatchingKey { MatchingKey(unchecked: .intercomID, value) }

/// A contact with what a test needs of it.
func contact(
    _ id: String, _ email: String? = nil, _ externalID: String? = nil, role: ContactRole? = .user, name: String? = nil,
    createdAt: Int64? = nil
) -> Contact {
    var contact = Contact(id: id)
    contact.email = email
    contact.externalID = externalID
    contact.role = role
    contact.name = name
    contact.createdAt = createdAt
    return contact
}

/// An error as Intercom answers it.
func refusal(
    _ status: Int, _ items: [(code: String, message: String?)], link: String? = nil
) -> IntercomError {
    let list = items.map { item in
        var object: JSONObject = ["code": .string(item.code)]
        object["message"] = item.message.map { .string($0) }
        return JSONValue.object(object)
    }
    var headers: HeaderFields = [:]
    if let link { headers.append("Link", link) }
    let body: JSONValue = ["type": "error.list", "request_id": "r", "errors": .array(list)]
    guard let token = try? AccessToken("secret-token-1234") else { return IntercomError(.unauthorized, "no token") }
    return IntercomError(
        answer: HTTPAnswer(status: status, headers: headers, body: body.encoded()), limits: nil, redacting: token)
}

extension Resolution.Answer {
    static let notFound = failed(refusal(404, [("not_found", "User Not Found")]))
    static func merged(into id: String) -> Self {
        failed(refusal(410, [("contact_merged", "")], link: "</contacts/\(id)>; rel=\"canonical\""))
    }
    static func live(_ ids: String...) -> Self {
        failed(
            refusal(409, ids.map { ("conflict", "A contact matching those details already exists with id=\($0)") }))
    }
    static func archived(_ ids: String...) -> Self {
        failed(
            refusal(
                409, ids.map { ("conflict", "An archived contact matching those details already exists with id=\($0)") }
            ))
    }
    /// A write whose end nobody knows.
    static var lost: Self {
        var error = IntercomError(.timeout, "The call got no answer in time")
        error.becomeOutcomeUnknown()
        return .failed(error)
    }
    static func indexed(_ contacts: Contact...) -> Self { .found(contacts, .indexed) }
    static func direct(_ contacts: Contact...) -> Self { .found(contacts, .direct) }
}
