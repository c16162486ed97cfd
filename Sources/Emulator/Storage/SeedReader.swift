import JSON

/// An object of a seed, with its place for error messages.
struct SeedReader {
    let object: JSONObject
    let path: String

    init(_ value: JSONValue, _ path: String) throws(SeedError) {
        guard let object = value.object else { throw SeedError(path, "is not an object") }
        self.object = object
        self.path = path
    }

    /// A member that is there and not null.
    func value(_ key: String) -> JSONValue? {
        guard let value = object[key], !value.isNull else { return nil }
        return value
    }

    func text(_ key: String) throws(SeedError) -> String? {
        guard let value = value(key) else { return nil }
        guard let text = value.identifierText else { throw SeedError("\(path).\(key)", "is not a string") }
        return text
    }

    func requiredText(_ key: String) throws(SeedError) -> String {
        guard let text = try text(key), !text.isEmpty else { throw SeedError("\(path).\(key)", "is missing") }
        return text
    }

    func integer(_ key: String) throws(SeedError) -> Int64? {
        guard let value = value(key) else { return nil }
        guard let integer = value.integer else { throw SeedError("\(path).\(key)", "is not an integer") }
        return integer
    }

    func flag(_ key: String) throws(SeedError) -> Bool? {
        guard let value = value(key) else { return nil }
        guard let flag = value.bool else { throw SeedError("\(path).\(key)", "is not a boolean") }
        return flag
    }

    /// The elements of a list: an array, or the object with `data` that API answers have.
    func list(_ key: String) throws(SeedError) -> [JSONValue] {
        guard let value = value(key) else { return [] }
        guard let list = value.array ?? value["data"]?.array else {
            throw SeedError("\(path).\(key)", "is not an array")
        }
        return list
    }

    /// The elements of a list, each with its place.
    func readers(_ key: String) throws(SeedError) -> [SeedReader] {
        var readers: [SeedReader] = []
        for (index, value) in try list(key).enumerated() {
            readers.append(try SeedReader(value, path.isEmpty ? "\(key)[\(index)]" : "\(path).\(key)[\(index)]"))
        }
        return readers
    }
}
