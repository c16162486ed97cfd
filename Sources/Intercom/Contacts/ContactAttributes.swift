internal import JSON

/// What a write sets: standard fields and custom attributes. A field that is not in it is left alone.
///
///     var attributes = ContactAttributes(email: "ada@example.com", name: "Ada")
///     attributes.phone = .null
///     attributes[custom: "plan"] = "pro"
public struct ContactAttributes: Sendable, Hashable {
    /// A standard field that is set or cleared.
    public struct Standard: Sendable, Hashable {
        public let field: ContactField
        public var value: AttributeValue
    }

    /// A custom attribute that is set or cleared.
    public struct Custom: Sendable, Hashable {
        public let name: String
        public var value: AttributeValue
    }

    /// The standard fields in the order in which they were set.
    public private(set) var standard: [Standard] = []
    /// The custom attributes in the order in which they were set.
    public private(set) var custom: [Custom] = []

    public init() {}

    public init(
        role: ContactRole? = nil, externalID: Field<String> = .absent, email: Field<String> = .absent,
        phone: Field<String> = .absent, name: Field<String> = .absent,
        custom: KeyValuePairs<String, AttributeValue> = [:]
    ) {
        if let role { self[.role] = .string(role.name) }
        self.externalID = externalID
        self.email = email
        self.phone = phone
        self.name = name
        for (name, value) in custom { self[custom: name] = value }
    }

    public var isEmpty: Bool { standard.isEmpty && custom.isEmpty }

    /// What is said of a standard field; nil where nothing is, `.null` where it is cleared.
    public subscript(field: ContactField) -> AttributeValue? {
        get { standard.first { $0.field == field }?.value }
        set {
            let index = standard.firstIndex { $0.field == field }
            switch (index, newValue) {
            case (let index?, let value?): standard[index].value = value
            case (let index?, nil): standard.remove(at: index)
            case (nil, let value?): standard.append(Standard(field: field, value: value))
            case (nil, nil): break
            }
        }
    }

    /// What is said of a custom attribute; nil where nothing is, `.null` where it is cleared.
    public subscript(custom name: String) -> AttributeValue? {
        get { custom.first { $0.name == name }?.value }
        set {
            let index = custom.firstIndex { $0.name == name }
            switch (index, newValue) {
            case (let index?, let value?): custom[index].value = value
            case (let index?, nil): custom.remove(at: index)
            case (nil, let value?): custom.append(Custom(name: name, value: value))
            case (nil, nil): break
            }
        }
    }

    /// The request's body: `{"email":…,"custom_attributes":{…}}`.
    public func encoded() -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(256)
        output.append(UInt8(ascii: "{"))
        for entry in standard where entry.field.definition.isWritable {
            if output.count > 1 { output.append(UInt8(ascii: ",")) }
            JSONWriter.append(string: entry.field.name, to: &output)
            output.append(UInt8(ascii: ":"))
            entry.value.append(to: &output)
        }
        if !custom.isEmpty {
            if output.count > 1 { output.append(UInt8(ascii: ",")) }
            output.append(contentsOf: "\"custom_attributes\":{".utf8)
            for (index, entry) in custom.enumerated() {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                JSONWriter.append(string: entry.name, to: &output)
                output.append(UInt8(ascii: ":"))
                entry.value.append(to: &output)
            }
            output.append(UInt8(ascii: "}"))
        }
        output.append(UInt8(ascii: "}"))
        return output
    }
}
