/// An attribute of contacts or companies: a standard one, or one that the workspace defined.
public struct DataAttribute: Sendable, Hashable {
    public enum Model: String, Sendable, Hashable {
        case contact
        case company
    }

    /// The type of an attribute's values. Intercom answers `date` for `datetime`, and `string` with its options for a
    /// list.
    public enum DataType: Sendable, Hashable {
        case string
        case integer
        case float
        case boolean
        case date
        case datetime
        case options([String])

        /// The word that answers have.
        var answered: String {
            switch self {
            case .string, .options: "string"
            case .integer: "integer"
            case .float: "float"
            case .boolean: "boolean"
            case .date, .datetime: "date"
            }
        }

        /// The word that requests and workspace files have.
        var requested: String {
            switch self {
            case .options: "options"
            case .datetime: "datetime"
            default: answered
            }
        }

        var options: [String]? {
            if case .options(let options) = self { return options }
            return nil
        }
    }

    /// Nil for a standard attribute.
    public let id: Int64?
    public let model: Model
    public let name: String
    public let fullName: String
    public var label: String
    public var description: String?
    public var type: DataType
    public var isAPIWritable = true
    public var isUIWritable = false
    public var isMessengerWritable = false
    public var isArchived = false
    public var adminID: String?
    /// Unix seconds; nil for a standard attribute.
    public var createdAt: Int64?
    public var updatedAt: Int64?
    /// Something else in the workspace needs the attribute, so that archiving it answers 422.
    public var hasDependentObject = false

    public var isCustom: Bool { id != nil }

    /// A custom attribute.
    init(id: Int64, model: Model, name: String, type: DataType, adminID: String, now: Int64) {
        self.id = id
        self.model = model
        self.name = name
        fullName = "custom_attributes." + name
        label = name
        self.type = type
        self.adminID = adminID
        createdAt = now
        updatedAt = now
    }

    /// A standard attribute.
    init(
        standard fullName: String, _ model: Model, _ label: String, _ type: DataType, apiWritable: Bool,
        uiWritable: Bool = false, _ description: String
    ) {
        id = nil
        self.model = model
        self.fullName = fullName
        name = fullName.split(separator: ".").last.map(String.init) ?? fullName
        self.label = label
        self.description = description
        self.type = type
        isAPIWritable = apiWritable
        isUIWritable = uiWritable
        isMessengerWritable = model == .company
    }
}
