/// The custom attributes of a workspace, fetched once, against which mappings are checked before anything is sent.
public actor AttributeCatalog {
    private let fetch: @Sendable () async throws(IntercomError) -> [DataAttribute]
    private let create: @Sendable (String, DataAttribute.DataType) async throws(IntercomError) -> DataAttribute
    private let createsMissing: Bool
    private let warn: @Sendable (DataAttribute) -> Void
    /// Archived attributes that mappings have named, in the order in which they did.
    public private(set) var archivedInUse: [DataAttribute] = []
    private var known: [String: DataAttribute]?
    private var fetching: Task<Result<[DataAttribute], IntercomError>, Never>?
    private var creating: [String: Task<Result<DataAttribute, IntercomError>, Never>] = [:]

    /// - Parameter createsMissing: whether an attribute that the workspace does not have is created, of the type of its
    ///   first value, instead of refused.
    /// - Parameter isDryRun: whether attributes are created in this catalog only, and not in the workspace.
    /// - Parameter warn: told of each archived attribute that is to be written, once.
    public init(
        _ client: IntercomClient, createsMissing: Bool = false, isDryRun: Bool = false,
        warn: @escaping @Sendable (_ archived: DataAttribute) -> Void = { _ in }
    ) {
        self.createsMissing = createsMissing
        self.warn = warn
        fetch = { () async throws(IntercomError) in try await client.dataAttributes(includeArchived: true) }
        create = { (name, type) async throws(IntercomError) in
            if isDryRun { return DataAttribute(name: name, dataType: type) }
            return try await client.createDataAttribute(name: name, type: type)
        }
    }

    /// The attributes as Intercom gave them at the first call of this run; archived ones too.
    ///
    /// - Throws: `IntercomError` where they cannot be fetched; the next call tries again.
    public func all() async throws(IntercomError) -> [DataAttribute] {
        Array(try await byName().values).sorted { $0.name < $1.name }
    }

    /// Checks custom attributes by name, type and, for a list, value. An archived one passes, with a warning.
    ///
    /// - Returns: the attributes as they are to be sent.
    /// - Throws: `unknown_attribute` that names the nearest one there is, `attribute_type`.
    public func checked(_ attributes: ContactAttributes) async throws(IntercomError) -> ContactAttributes {
        guard !attributes.custom.isEmpty else { return attributes }
        let known = try await byName()
        var checked = attributes
        for entry in attributes.custom {
            var attribute = known[entry.name] ?? self.known?[entry.name]
            if attribute == nil, createsMissing, let type = DataAttribute.DataType(holding: entry.value) {
                attribute = try await created(entry.name, type)
            }
            // A list is an association with custom objects, which are not listed among the attributes.
            if attribute == nil, case .json(.array) = entry.value { continue }
            guard let attribute else { throw unknown(entry.name, known) }
            checked[custom: entry.name] = try attribute.checked(entry.value)
            if attribute.isArchived { noteArchived(attribute) }
        }
        return checked
    }

    private func noteArchived(_ attribute: DataAttribute) {
        guard !archivedInUse.contains(where: { $0.name == attribute.name }) else { return }
        archivedInUse.append(attribute)
        warn(attribute)
    }

    /// Creates an attribute, once for all who want it at the same time.
    private func created(
        _ name: String, _ type: DataAttribute.DataType
    ) async throws(IntercomError) -> DataAttribute {
        let task =
            creating[name]
            ?? Task { [create] in
                do throws(IntercomError) { return .success(try await create(name, type)) } catch {
                    return .failure(error)
                }
            }
        creating[name] = task
        let result = await task.value
        creating[name] = nil
        let attribute = try result.get()
        note(attribute)
        return attribute
    }

    /// Takes in an attribute that was created past the catalog.
    public func note(_ attribute: DataAttribute) { known?[attribute.name] = attribute }

    private func unknown(_ name: String, _ known: [String: DataAttribute]) -> IntercomError {
        let names = known.values.filter { $0.isCustom && !$0.isArchived }.map(\.name)
        var advice = "Create it in Intercom under Settings, or run with --create-attributes."
        if let near = Nearest.name(to: name, among: names) { advice = "Did you mean \"\(near)\"?" }
        if ContactField(named: name)?.definition.isWritable == true {
            advice = "\"\(name)\" is a standard field: it belongs in mappings."
        }
        return IntercomError(
            .unknownAttribute, "The workspace has no custom attribute \"\(name)\".", field: "custom_mappings.\(name)",
            advice: advice)
    }

    private func byName() async throws(IntercomError) -> [String: DataAttribute] {
        if let known { return known }
        let task =
            fetching
            ?? Task { [fetch] in
                do throws(IntercomError) { return .success(try await fetch()) } catch { return .failure(error) }
            }
        fetching = task
        let result = await task.value
        fetching = nil
        if let known { return known }
        let attributes = try result.get().filter(\.isCustom)
        let table = Dictionary(attributes.map { ($0.name, $0) }) { one, other in one.isArchived ? other : one }
        known = table
        return table
    }
}
