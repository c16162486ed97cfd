internal import Intercom
internal import JSON
internal import Lua
internal import Records

extension IntercomModule {
  static let others: [FunctionDeclaration] = [
    skip,
    withID("archive_contact", "Archives a contact: it disappears from searches and can be brought back.") {
      client, id in _ = try await client.archiveContact(id: id)
    },
    withID("unarchive_contact", "Brings an archived contact back.") { client, id in
      _ = try await client.unarchiveContact(id: id)
    },
    .waiting(
      "merge_contacts", "Merges a lead into a user; the lead is gone afterwards.",
      parameters: [
        ParameterDeclaration("lead_id", "string", "The Intercom ID of the lead."),
        ParameterDeclaration("user_id", "string", "The Intercom ID of the user."),
      ],
      results: [ParameterDeclaration("contact", "table", "The user.")]
    ) { services, call in
      let client = try services.requireClient("merge_contacts")
      let lead = try call.argument(1, as: String.self)
      let user = try call.argument(2, as: String.self)
      return LuaPendingOperation { ContactTable(contact: try await client.mergeContacts(from: lead, into: user)) }
    },
    withTwoIDs("tag_contact", "Attaches a tag to a contact.", "tag_id") { client, id, tag in
      _ = try await client.tagContact(id: id, tagID: tag)
    },
    withTwoIDs("untag_contact", "Takes a tag off a contact.", "tag_id") { client, id, tag in
      _ = try await client.untagContact(id: id, tagID: tag)
    },
    withTwoIDs("add_note", "Writes a note about a contact.", "body") { client, id, body in
      _ = try await client.addNote(toContact: id, body: body)
    },
    withTwoIDs("attach_company", "Attaches a company to a contact.", "company_id") { client, id, company in
      _ = try await client.attachCompany(toContact: id, companyID: company)
    },
    .waiting(
      "request", "Makes any call of the API: the way out where there is no function.",
      parameters: [
        ParameterDeclaration(
          "request", "{method?: string, path: string, query?: table<string, string>, body?: any}",
          "Its path begins with /, its body becomes JSON.")
      ],
      results: [
        ParameterDeclaration("body", "any", "The answer's body."),
        ParameterDeclaration("status", "integer", "The answer's status, also of a refusal."),
      ]
    ) { services, call in
      let client = try services.requireClient("request")
      let request = try RawRequest(try call.argument(1, as: JSONValue.self))
      if request.method == .delete, !services.allowsDelete { throw deletionForbidden }
      return LuaPendingOperation {
        let answer = try await client.request(
          request.method, request.path, queryItems: request.query, body: request.body)
        return LuaResults(answer.body, answer.status)
      }
    },
  ]

  private static func withID(
    _ name: String, _ summary: String,
    _ body: @escaping @Sendable (IntercomClient, String) async throws -> Void
  ) -> FunctionDeclaration {
    .waiting(name, summary, parameters: [ParameterDeclaration("id", "string", "The contact's Intercom ID.")]) {
      services, call in
      let client = try services.requireClient(name)
      let id = try call.argument(1, as: String.self)
      return LuaPendingOperation {
        try await body(client, id)
        return true
      }
    }
  }

  private static func withTwoIDs(
    _ name: String, _ summary: String, _ second: String,
    _ body: @escaping @Sendable (IntercomClient, String, String) async throws -> Void
  ) -> FunctionDeclaration {
    .waiting(
      name, summary,
      parameters: [
        ParameterDeclaration("id", "string", "The contact's Intercom ID."),
        ParameterDeclaration(second, "string", "What to attach or to take off."),
      ]
    ) { services, call in
      let client = try services.requireClient(name)
      let id = try call.argument(1, as: String.self)
      let other = try call.argument(2, as: String.self)
      return LuaPendingOperation {
        try await body(client, id, other)
        return true
      }
    }
  }
}

/// A request as scripts write it.
private struct RawRequest {
  var method: HTTPCall.Method
  var path: String
  var query: [(name: String, value: String)]
  var body: JSONValue?

  init(_ script: JSONValue) throws(IntercomError) {
    let name = script["method"]?.string ?? "GET"
    guard let method = HTTPCall.Method(rawValue: name.uppercased()) else {
      throw IntercomError(.invalidArgument, "request: \"\(name)\" is no method.", field: "method")
    }
    guard let path = script["path"]?.string else {
      throw IntercomError(.invalidArgument, "request: path is missing.", field: "path")
    }
    self.method = method
    self.path = path
    body = script["body"]
    query = (script["query"]?.object ?? [:]).map { ($0.key, $0.value.string ?? $0.value.text) }
  }
}
