public import Intercom
public import Lua

/// What scripts see of an error of a contact operation: `e.code`, `e.message`, …; `tostring(e)` is for people.
extension IntercomError: LuaErrorFields {
    public var luaFieldNames: [String] {
        ["code", "message", "field", "contact_ids", "status", "request_id", "retryable", "advice"]
    }

    public func luaField(_ name: String) -> (any LuaPushable)? {
        switch name {
        case "code": code.rawValue
        case "message": message
        case "advice": advice
        case "field": field
        case "contact_ids": contactIDs
        case "status": status
        case "request_id": requestID
        case "retryable": retryable
        default: nil
        }
    }
}

/// What `intercom.skip` raises: the record is done, on purpose.
public struct ScriptSkip: Error, Sendable, CustomStringConvertible {
    public var reason: String

    public var description: String { "skipped: \(reason)" }
}
