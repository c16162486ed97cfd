public import JSON
public import Lua

/// Tells an empty array from an empty object, which to Lua are the same: by a metatable that scripts cannot change.
///
/// The mark counts only while the table is empty; a table with items is an array anyway.
public enum JSONArrayMark {
    /// The field that marked tables answer with `"array"`, as other JSON libraries of Lua do.
    private static let field: StaticString = "__jsontype"

    /// Marks a table as an array.
    ///
    /// - Throws: ``LuaError`` where the table has a metatable.
    public static func mark(_ table: LuaTable, in state: LuaState) throws(LuaError) {
        try state.call(try marker(in: state), table)
    }

    /// Whether an empty table is marked, by a metatable of this or of a script. Runs no code of a script.
    static func isMarked(_ table: LuaStackValue) throws(LuaMismatch) -> Bool {
        try table.withMetatable { (metatable) throws(LuaMismatch) in
            try metatable.fields()("__index", as: MarkedIndex.self).isArray
        } ?? false
    }

    /// What a metatable has as its `__index`.
    private struct MarkedIndex: LuaReadable {
        var isArray: Bool

        static func read(_ value: LuaStackValue) throws(LuaMismatch) -> MarkedIndex {
            guard value.kind == .table else { return MarkedIndex(isArray: false) }
            guard case .string("array") = try value.fields()(field, as: LuaValue.self) else {
                return MarkedIndex(isArray: false)
            }
            return MarkedIndex(isArray: true)
        }
    }

    /// Marks the empty arrays that `table` got from `view`.
    static func markEmptyArrays(of view: JSONView, in table: LuaTable, of state: LuaState) throws(LuaError) {
        guard view.hasEmptyArray else { return }
        try mark(of: view, in: table, of: state, with: try marker(in: state))
    }

    private static func mark(
        of view: JSONView, in table: LuaTable, of state: LuaState, with marker: LuaFunction
    ) throws(LuaError) {
        if view.kind == .array, view.count == 0 { try state.call(marker, table) }
        for (position, element) in zip(1..., view.elements) where element.hasEmptyArray {
            try mark(of: element, in: try state.get(table, key: position), of: state, with: marker)
        }
        for member in view.members where member.value.hasEmptyArray {
            // Of a key that comes twice Lua has the last value, which may be no table.
            guard case .table(let inner) = try state.get(table, member.key, as: LuaValue.self) else { continue }
            try mark(of: member.value, in: inner, of: state, with: marker)
        }
    }

    /// A metatable that marks tables as arrays.
    package static func metatable(in state: LuaState) throws(LuaError) -> LuaTable {
        try state.evaluate(
            "return { __index = { \(field) = 'array' }, __metatable = 'array', __name = 'array' }", name: "=json",
            as: LuaTable.self)
    }

    private static func marker(in state: LuaState) throws(LuaError) -> LuaFunction {
        try state.evaluate(
            """
            local get, set, fail = getmetatable, setmetatable, error
            return function(table)
              local current = get(table)
              if current == "array" then return table end
              if current ~= nil then fail("a table with a metatable cannot be marked as an array", 0) end
              local fields = { \(field) = "array" }
              return set(table, { __index = fields, __metatable = "array", __name = "array" })
            end
            """, name: "=json", as: LuaFunction.self)
    }
}

extension JSONView {
    /// Whether it is an empty array, or has one in it.
    fileprivate var hasEmptyArray: Bool {
        switch kind {
        case .array: count == 0 || elements.contains { $0.hasEmptyArray }
        case .object: members.contains { $0.value.hasEmptyArray }
        default: false
        }
    }
}

extension LuaState {
    /// A table of an array or object of a document. Empty arrays in it stay arrays when it is made JSON again.
    public func makeTable(_ view: JSONView) throws(LuaError) -> LuaTable {
        let table: LuaTable = try read(view) { value throws(LuaMismatch) in try LuaTable.read(value) }
        try JSONArrayMark.markEmptyArrays(of: view, in: table, of: self)
        return table
    }

    /// A table of a record. Empty arrays in it stay arrays when it is made JSON again.
    public func makeTable(_ record: Record) throws(LuaError) -> LuaTable {
        switch record.payload {
        case .row(let row): try makeTable(row)
        case .document(let document): try makeTable(document.root)
        }
    }
}
