internal import Intercom
internal import JSON
internal import Lua
internal import Records

extension IntercomModule {
  static let reads: [FunctionDeclaration] = [
    .waiting(
      "find_contact", "Finds a contact; nil where there is none. Several that match by email are an error unless on_multiple says which.",
      parameters: [
        ParameterDeclaration(
          "arguments",
          "{matching_field: intercom.matching_field, matching_value: string|integer, on_multiple?: intercom.on_multiple}",
          "What to find it by.")
      ],
      results: [ParameterDeclaration("contact", "table?", "The contact, or nil.")]
    ) { services, call in
      let operation = try ContactArguments.read(call, function: "find_contact", .find)
      let engine = try services.requireContacts("find_contact")
      let contributor = (call.state.context as? ScriptActivity)?.contributor
      guard let key = operation.key else { return nil }
      return LuaPendingOperation {
        let found =
          if let contributor { try await contributor.find(key, onMultiple: operation.onMultiple) } else {
            try await engine.find(key, onMultiple: operation.onMultiple)
          }
        return found.map(ContactTable.init)
      }
    },
    FunctionDeclaration(
      "search_contacts",
      "Iterates over the contacts that match a query, page by page as the loop asks for them. The search index lags behind writes by seconds to minutes.",
      parameters: [
        ParameterDeclaration(
          "query", "table",
          "{ field = …, operator = \"=\", value = … }, or { operator = \"AND\", value = { … } }; or { query = …, per_page = …, sort = { field = …, order = \"ascending\" } }.")
      ],
      results: [ParameterDeclaration("iterator", "fun(): table?", "Gives the next contact.")]
    ) { services, call in
      let client = try services.requireClient("search_contacts")
      let search = try ContactSearch(script: try call.argument(1, as: JSONValue.self))
      call.return(ContactCursor(client.contactPages(matching: search)).iterator)
    },
    FunctionDeclaration(
      "list_contacts", "Iterates over all contacts that are not archived, page by page.",
      parameters: [ParameterDeclaration("options", "{per_page?: integer}?", "How many to fetch at once, at most 150.")],
      results: [ParameterDeclaration("iterator", "fun(): table?", "Gives the next contact.")]
    ) { services, call in
      let client = try services.requireClient("list_contacts")
      let options = try call.argument(1, as: JSONValue?.self)
      let perPage = Int(options?["per_page"]?.integer ?? 150)
      call.return(ContactCursor(client.contactPages(perPage: perPage)).iterator)
    },
    .waiting(
      "data_attributes", "The custom attributes of the workspace, fetched once a run.",
      results: [ParameterDeclaration("attributes", "table[]", "Each with name, label, type, options and archived.")]
    ) { services, call in
      _ = try services.requireClient("data_attributes")
      guard let catalog = services.attributes else { return nil }
      return LuaPendingOperation { try await catalog.all().map(AttributeTable.init) }
    },
  ]
}

/// Hands out contacts one by one, fetching pages as they are needed.
///
/// Sendable: a script waits for each call before it makes the next, so there is never more than one.
private final class ContactCursor: @unchecked Sendable {
  private var pages: ContactPages.Iterator
  private var page: ArraySlice<Contact> = []

  init(_ pages: ContactPages) { self.pages = pages.makeAsyncIterator() }

  var iterator: LuaHostFunction {
    LuaHostFunction.waiting("next_contact") { call in
      if let contact = self.page.popFirst() {
        call.return(ContactTable(contact: contact))
        return nil
      }
      return LuaPendingOperation { try await self.fetch().map(ContactTable.init) }
    }
  }

  private func fetch() async throws -> Contact? {
    while page.isEmpty {
      guard let next = try await pages.next() else { return nil }
      page = next.contacts[...]
    }
    return page.popFirst()
  }
}

private struct AttributeTable: LuaPushable, Sendable {
  let attribute: DataAttribute

  func push(to writer: inout LuaWriter) {
    writer.record { fields in
      fields.field("name", attribute.name)
      fields.field("label", attribute.label)
      fields.field("description", attribute.description)
      fields.field("type", attribute.dataType?.rawValue)
      fields.field("options", attribute.options.isEmpty ? nil : attribute.options)
      fields.field("archived", attribute.isArchived)
    }
  }
}
