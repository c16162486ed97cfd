public import Lua

extension RecordsError: LuaErrorFields {
    /// The fields that scripts see of the error, beside what `tostring` gives.
    public var luaFieldNames: [String] { ["code", "message", "source", "line", "column", "record", "field", "advice"] }

    public func luaField(_ name: String) -> (any LuaPushable)? {
        switch name {
        case "code": kind.code
        case "message": message
        case "source": source
        case "line": line
        case "column": column
        case "record": record
        case "field": field
        case "advice": advice
        default: nil
        }
    }
}

extension RecordsError.Kind {
    /// The kind's name in Lua.
    fileprivate var code: String {
        switch self {
        case .missing: "missing"
        case .directory: "directory"
        case .unreadable: "unreadable"
        case .unwritable: "unwritable"
        case .closedOutput: "closed_output"
        case .unknownFormat: "unknown_format"
        case .malformed: "malformed"
        }
    }
}
