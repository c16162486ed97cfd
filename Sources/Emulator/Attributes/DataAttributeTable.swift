/// The attributes of a workspace, standard and custom.
public struct DataAttributeTable: Sendable {
    /// The custom ones, in order of creation.
    public private(set) var custom: [DataAttribute] = []
    private var positions: [Key: Int] = [:]

    private struct Key: Hashable, Sendable {
        var model: DataAttribute.Model
        var name: String
    }

    /// All attributes in the order of Intercom's list [recorded]: most of the standard ones, the custom ones, the rest.
    /// - Parameters:
    ///   - model: nil for contacts and companies.
    public func all(model: DataAttribute.Model?, includingArchived: Bool) -> [DataAttribute] {
        func wanted(_ attribute: DataAttribute) -> Bool {
            (model == nil || attribute.model == model) && (includingArchived || !attribute.isArchived)
        }
        return (StandardAttributes.first + custom + StandardAttributes.last).filter(wanted)
    }

    /// The custom attribute of a name, which may be archived.
    public func custom(named name: String, model: DataAttribute.Model) -> DataAttribute? {
        positions[Key(model: model, name: name)].map { custom[$0] }
    }

    /// - Returns: its position among the custom ones.
    @discardableResult
    mutating func append(_ attribute: DataAttribute) -> Int {
        positions[Key(model: attribute.model, name: attribute.name)] = custom.count
        custom.append(attribute)
        return custom.count - 1
    }

    func position(id: Int64) -> Int? { custom.firstIndex { $0.id == id } }

    mutating func update(_ position: Int, _ change: (inout DataAttribute) -> Void) {
        change(&custom[position])
    }
}
