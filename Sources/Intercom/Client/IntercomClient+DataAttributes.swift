internal import JSON

extension IntercomClient {
    /// The attributes that contacts have in this workspace, standard and custom.
    public func dataAttributes(includeArchived: Bool = false) async throws(IntercomError) -> [DataAttribute] {
        let path = ("/data_attributes" as URLPath).query("model", "contact")
            .query("include_archived", includeArchived ? "true" : nil)
        return try await list(.get(.listDataAttributes, path), of: DataAttribute.self)
    }

    /// Creates a custom attribute of contacts.
    ///
    /// - Parameter options: the values of an attribute of type `options`, at least two; none for other types.
    public func createDataAttribute(
        name: String, type: DataAttribute.DataType, description: String? = nil, options: [String] = []
    ) async throws(IntercomError) -> DataAttribute {
        guard (type == .options) == (options.count >= 2), type == .options || options.isEmpty else {
            throw IntercomError(
                .invalidArgument, "An attribute of type options needs at least two options, any other type none.",
                field: "options")
        }
        var body: JSONObject = [
            "name": .string(name), "model": "contact", "data_type": .string(type.rawValue),
        ]
        if let description { body["description"] = .string(description) }
        if !options.isEmpty { body["options"] = .array(options.map { ["value": .string($0)] }) }
        return try await object(
            .post(.createDataAttribute, "/data_attributes", JSONValue.object(body).encoded(), .once),
            as: DataAttribute.self)
    }

    /// Changes a custom attribute; nil leaves a property alone.
    public func updateDataAttribute(
        id: Int64, description: String? = nil, isArchived: Bool? = nil, options: [String]? = nil
    ) async throws(IntercomError) -> DataAttribute {
        var body = JSONObject()
        if let description { body["description"] = .string(description) }
        if let isArchived { body["archived"] = .bool(isArchived) }
        if let options { body["options"] = .array(options.map { ["value": .string($0)] }) }
        let path = try ("/data_attributes" as URLPath).segment(String(id), of: "id")
        return try await object(
            .put(.updateDataAttribute, path, JSONValue.object(body).encoded()), as: DataAttribute.self)
    }
}
