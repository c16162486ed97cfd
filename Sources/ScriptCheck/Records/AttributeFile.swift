internal import Foundation
public import Intercom
public import JSON

/// A file that says which custom attributes a workspace has: one of `--workspace`, or one that `types` wrote.
public struct AttributeFile: Sendable {
    public var document: JSONValue
    public var attributes: [DataAttribute]

    /// Why a file says nothing of attributes.
    public struct Unreadable: Error, Sendable, CustomStringConvertible {
        public var description: String
    }

    /// The name under which `types` keeps what it has asked the workspace, beside its definitions.
    public static let name = "attributes.json"

    public init(path: String) throws(Unreadable) {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Unreadable(description: "\"\(path)\" cannot be read")
        }
        do { document = try JSONValue(parsing: [UInt8](data)) } catch {
            throw Unreadable(description: "\(path) is not JSON: \(error)")
        }
        guard document.object != nil else {
            throw Unreadable(description: "\(path) is no workspace: it is not an object")
        }
        let listed = document["data_attributes"]?.array ?? []
        let ofContacts = listed.filter { ($0["model"]?.string ?? "contact") == "contact" }
        attributes = ofContacts.compactMap(DataAttribute.init(document:))
    }

    /// What `types` writes.
    public static func text(_ attributes: [DataAttribute]) -> String {
        let list = attributes.filter(\.isCustom).map { attribute -> JSONValue in
            var object: JSONObject = ["name": .string(attribute.name)]
            object["data_type"] = attribute.dataType.map { .string($0.rawValue) }
            object["description"] = attribute.description.map { .string($0) }
            if !attribute.options.isEmpty { object["options"] = .array(attribute.options.map { .string($0) }) }
            if attribute.isArchived { object["archived"] = .bool(true) }
            return .object(object)
        }
        let document: JSONValue = ["data_attributes": .array(list)]
        return String(decoding: document.encoded(pretty: true), as: UTF8.self) + "\n"
    }
}

extension DataAttribute {
    /// As workspace files describe one.
    fileprivate init?(document: JSONValue) {
        guard let name = document["name"]?.string else { return nil }
        let options = document["options"]?.array?.compactMap { $0.string ?? $0["value"]?.string } ?? []
        self.init(
            name: name, label: document["label"]?.string, description: document["description"]?.string,
            dataType: DataType(rawValue: document["data_type"]?.string ?? "string"), options: options,
            isArchived: document["archived"]?.bool ?? false)
    }
}
