import CLuaBridge

/// A Swift class whose objects scripts can hold, call and index.
///
/// ```swift
/// final class Counter: LuaObject {
///     var count = 0
///     static let luaClass = LuaClass(
///         "Counter",
///         methods: [.function("add") { (counter: Counter, amount: Int) in counter.count += amount }],
///         properties: [.property("count", \Counter.count)])
/// }
/// ```
///
/// A script gets a userdata that keeps the object alive: `counter:add(2)`, `counter.count = 0`. Two userdata of the same
/// object are equal, and so are those of equal objects of a class that is `Equatable`.
public protocol LuaObject: AnyObject, LuaPushable, LuaReadable {
    /// What scripts can do with the objects. It belongs to this type alone: a subclass pushed as itself has its own.
    static var luaClass: LuaClass { get }
}

extension LuaObject {
    /// Appends a userdata that keeps this object alive. It is a new one each time, equal to the others.
    public func push(to writer: inout LuaWriter) {
        do {
            writer.object(self, metatable: try writer.state.metatable(of: Self.self))
        } catch {
            writer.fail(error)
            writer.nil()
        }
    }

    /// The object of a userdata of this very class.
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
        if let equatable = type as? any (LuaObject & Equatable).Type { try set(made, "__eq", equality(of: equatable)) }
        for function in description.metamethods { try set(made, function.name, function) }
        try set(made, "__name", description.name)
        try set(made, "__metatable", false)
        let methods = Dictionary(description.methods.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
        var getters: [String: LuaHostFunction] = [:]
        var setters: [String: LuaHostFunction] = [:]
        for property in description.properties {
            getters[property.name] = property.getter
            setters[property.name] = property.setter
        }
        try finish(made, methods: methods, getters: getters, setters: setters)
        metatables[ObjectIdentifier(type)] = made
        return made
    }

    private func equality<Object: LuaObject & Equatable>(of type: Object.Type) -> LuaHostFunction {
        LuaHostFunction("__eq") { call in
            guard let one = try? call[1].read(as: type), let other = try? call[2].read(as: type) else {
                return call.return(false)
            }
            call.return(one == other)
        }
    }
}
