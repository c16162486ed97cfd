import CLuaBridge

/// A Swift class whose objects scripts can hold, call and index.
///
/// ```swift
/// final class Counter: LuaObject {
///   var count = 0
///   static let luaClass = LuaClass("Counter", methods: [
///     LuaHostFunction("increment") { call in
///       let counter = try call.argument(1, as: Counter.self)
///       counter.count += 1
///       call.return(counter.count)
///     }
///   ])
/// }
/// ```
public protocol LuaObject: AnyObject, LuaPushable, LuaReadable {
    static var luaClass: LuaClass { get }
}

/// What Lua knows of a Swift class.
///
/// Sendable: it is made once and never changed; the functions in it are only called on the thread of a state.
public struct LuaClass: @unchecked Sendable {
    /// The name that messages use for the type.
    public let name: String
    /// Called as `object:method(…)`; the object is argument 1.
    public let methods: [LuaHostFunction]
    /// Metamethods by their Lua names, among them `__index`, which is asked where there is no such method.
    public let metamethods: [LuaHostFunction]

    public init(_ name: String, methods: [LuaHostFunction] = [], metamethods: [LuaHostFunction] = []) {
        self.name = name
        self.methods = methods
        self.metamethods = metamethods
    }
}

extension LuaObject {
    public func push(to writer: inout LuaWriter) {
        do {
            writer.object(self, metatable: try writer.state.metatable(of: Self.self))
        } catch {
            writer.fail(error)
            writer.nil()
        }
    }

    public static func read(_ value: LuaStackValue) throws(LuaMismatch) -> Self {
        let state = value.state
        let slot = state.metatables[ObjectIdentifier(Self.self)]?.reference.slot
        guard let slot, let object = lb_object(value.bridge, value.stack, value.index, slot) else {
            throw value.mismatch(luaClass.name)
        }
        // The metatable is the one of this type only, so the object is of this type.
        guard let typed = Unmanaged<AnyObject>.fromOpaque(object).takeUnretainedValue() as? Self else {
            throw value.mismatch(luaClass.name)
        }
        return typed
    }
}

extension LuaState {
    /// The metatable of a class, made at its first use.
    func metatable<Object: LuaObject>(of type: Object.Type) throws(LuaError) -> LuaTable {
        if let known = metatables[ObjectIdentifier(type)] { return known }
        let description = type.luaClass
        let made = try makeTable()
        for function in description.metamethods { try set(made, function.name, function) }
        try set(made, "__name", description.name)
        try set(made, "__metatable", false)
        if !description.methods.isEmpty { try installMethods(of: description, in: made) }
        try finishMetatable(made)
        metatables[ObjectIdentifier(type)] = made
        return made
    }

    /// Methods are found in a table; where there is an `__index` function too, it is asked for the rest.
    private func installMethods(of description: LuaClass, in metatable: LuaTable) throws(LuaError) {
        let methods = try makeTable()
        for function in description.methods { try set(methods, function.name, function) }
        if case .function(let fallback) = try get(metatable, "__index", as: LuaValue.self) {
            try set(metatable, "__index", try indexer(methods, fallback))
        } else {
            try set(metatable, "__index", methods)
        }
    }

    private func indexer(_ methods: LuaTable, _ fallback: LuaFunction) throws(LuaError) -> LuaFunction {
        let source = """
            local methods, fallback = ...
            return function(object, key)
              local method = methods[key]
              if method ~= nil then return method end
              return fallback(object, key)
            end
            """
        return try call(try load(source, name: "=index"), methods, fallback, as: LuaFunction.self)
    }
}
