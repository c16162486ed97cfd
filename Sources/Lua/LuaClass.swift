/// What Lua knows of a Swift class.
///
/// Sendable: it is made once and never changed; the functions in it are only called on the thread of a state.
public struct LuaClass: @unchecked Sendable {
    /// The name that messages use for the type.
    public let name: String
    /// Called as `object:method(…)`; the object is the first argument, which messages do not count.
    public let methods: [LuaHostFunction]
    /// What `object.name` is, and what writing to it does.
    public let properties: [LuaProperty]
    /// Metamethods by their Lua names: operators such as `__add`, `__lt` and `__call`, `__tostring`, `__pairs`, `__close`, and
    /// `__index` and `__newindex`, which are asked where there is no such method or property.
    public let metamethods: [LuaHostFunction]

    /// Describes a class. Of methods or properties with the same name the last counts; of a method and a property, the method.
    public init(
        _ name: String, methods: [LuaHostFunction] = [], properties: [LuaProperty] = [],
        metamethods: [LuaHostFunction] = []
    ) {
        self.name = name
        self.methods = methods
        self.properties = properties
        self.metamethods = metamethods
    }
}

/// A property of a ``LuaClass``.
public struct LuaProperty {
    /// The name that scripts use.
    public let name: String
    let getter: LuaHostFunction
    let setter: LuaHostFunction?

    /// A property that scripts can read, and write where there is a `set`. Either may throw; a value that is not of the right
    /// type is an error that names the property.
    public init<Object: LuaObject, Value: LuaPushable & LuaReadable>(
        _ name: String, get: @escaping (Object) throws -> Value, set: ((Object, Value) throws -> Void)? = nil
    ) {
        self.init(name, getter: .function(name, get), setter: set.map { set in Self.setter(name, set) })
    }

    private init(_ name: String, getter: LuaHostFunction, setter: LuaHostFunction?) {
        self.name = name
        self.getter = getter
        self.setter = setter
    }

    private static func setter<Object: LuaObject, Value: LuaReadable>(
        _ name: String, _ set: @escaping (Object, Value) throws -> Void
    ) -> LuaHostFunction {
        LuaHostFunction(name) { call in
            let object = try call.argument(1, as: Object.self)
            let value: Value
            do throws(LuaMismatch) { value = try call[2].read() } catch { throw error.inside(name) }
            try set(object, value)
        }
    }

    /// A stored or computed property that scripts can read and write.
    public static func property<Object: LuaObject, Value: LuaPushable & LuaReadable>(
        _ name: String, _ path: ReferenceWritableKeyPath<Object, Value>
    ) -> LuaProperty {
        LuaProperty(
            name, get: { (object: Object) in object[keyPath: path] },
            set: { (object: Object, value: Value) in object[keyPath: path] = value })
    }

    /// A property that scripts can only read.
    public static func property<Object: LuaObject, Value: LuaPushable>(
        _ name: String, readOnly path: KeyPath<Object, Value>
    ) -> LuaProperty {
        LuaProperty(name, getter: .function(name) { (object: Object) in object[keyPath: path] }, setter: nil)
    }
}
