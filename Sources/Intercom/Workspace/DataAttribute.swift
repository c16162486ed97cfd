internal import JSON

/// An attribute of contacts that a workspace knows: standard or custom. Custom ones must exist before contacts can have
/// values for them.
public struct DataAttribute: Sendable, Hashable {
    /// What values an attribute takes.
    public enum DataType: String, Sendable, Hashable, CaseIterable {
        case string, integer, float, boolean, date, datetime
        /// One of a list of strings. Only in requests to create: responses say `string` and list the options.
        case options
    }

    /// Only custom attributes have one.
    public var id: Int64?
    public var name: String
    /// `name`, or the path of a nested attribute.
    public var fullName: String
    public var label: String?
    public var description: String?
    /// Nil for a type that this library does not know.
    public var dataType: DataType?
    /// The values that an attribute with a list takes; empty for all others.
    public var options: [String]
    public var isCustom: Bool
    public var isArchived: Bool
    /// Whether the API can write it; true where Intercom does not say.
    public var isWritable: Bool

    public init(
        id: Int64? = nil, name: String, label: String? = nil, description: String? = nil, dataType: DataType?,
        options: [String] = [], isCustom: Bool = true, isArchived: Bool = false, isWritable: Bool = true
    ) {
        self.id = id
        self.name = name
        fullName = name
        self.label = label
        self.description = description
        self.dataType = dataType
        self.options = options
        self.isCustom = isCustom
        self.isArchived = isArchived
        self.isWritable = isWritable
    }

    init?(_ view: JSONView) {
        guard let name = view["name"]?.string ?? view["full_name"]?.string else { return nil }
        self.init(
            id: view["id"]?.integer ?? view["id"]?.string.flatMap { Int64($0) }, name: name,
            label: view["label"]?.string, description: view["description"]?.string,
            dataType: view["data_type"]?.string.flatMap(DataType.init(rawValue:)),
            options: view["options"]?.elements.compactMap { $0.string ?? $0["value"]?.string } ?? [],
            isCustom: view["custom"]?.bool ?? false, isArchived: view["archived"]?.bool ?? false,
            isWritable: view["api_writable"]?.bool ?? true)
        fullName = view["full_name"]?.string ?? name
    }
}
