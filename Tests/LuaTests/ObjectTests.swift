import Lua
import Testing

/// Objects of Swift classes in the hands of scripts.
@Suite struct ObjectTests {
    /// Sendable: only the thread of its state touches it.
    final class Account: LuaObject, @unchecked Sendable {
        var owner: String
        var balance: Int
        var isOpen = true
        init(_ owner: String, _ balance: Int = 0) { (self.owner, self.balance) = (owner, balance) }

        struct Overdrawn: Error {}

        static let luaClass = LuaClass(
            "Account",
            methods: [
                .function("deposit") { (account: Account, amount: UInt16) in
                    account.balance += Int(amount)
                    return account
                },
                .function("withdraw") { (account: Account, amount: Int) throws -> Int in
                    if amount > account.balance { throw Overdrawn() }
                    account.balance -= amount
                    return account.balance
                },
            ],
            properties: [
                .property("owner", \Account.owner),
                .property("balance", readOnly: \Account.balance),
                LuaProperty(
                    "limit", get: { (account: Account) in account.balance / 2 },
                    set: { (account: Account, limit: Int) in
                        if limit < 0 { throw LuaError(.runtime, "a limit is not negative") }
                        account.balance = limit * 2
                    }),
            ],
            metamethods: [
                .function("__add") { (account: Account, amount: Int) in
                    Account(account.owner, account.balance + amount)
                },
                .function("__lt") { (one: Account, other: Account) in one.balance < other.balance },
                .function("__le") { (one: Account, other: Account) in one.balance <= other.balance },
                .function("__len") { (account: Account) in account.balance },
                .function("__unm") { (account: Account) in Account(account.owner, -account.balance) },
                .function("__concat") { (account: Account, text: String) in account.owner + text },
                .function("__call") { (account: Account, factor: Int) in account.balance * factor },
                .function("__tostring") { (account: Account) in "\(account.owner): \(account.balance)" },
                .function("__index") { (account: Account, key: LuaValue) in "no \(key)" },
                LuaHostFunction("__pairs") { call in
                    let account = try call.argument(1, as: Account.self)
                    var rest = [("owner", account.owner), ("balance", "\(account.balance)")][...]
                    call.return(
                        LuaHostFunction("next") { call in
                            guard let (name, value) = rest.popFirst() else { return call.return(LuaValue.nil) }
                            call.return(name, value)
                        }, account)
                },
                .function("__close") { (account: Account, _: LuaValue) in account.isOpen = false },
            ])
    }

    /// A class whose objects have a value.
    final class Tag: LuaObject, Equatable {
        let name: String
        init(_ name: String) { self.name = name }
        static func == (one: Tag, other: Tag) -> Bool { one.name == other.name }
        static let luaClass = LuaClass("Tag", properties: [.property("name", readOnly: \Tag.name)])
    }

    /// A class of which nothing is said.
    final class Plain: LuaObject {
        static let luaClass = LuaClass("Plain")
    }

    private func evaluate(_ source: String) throws -> String {
        try withState { lua in
            let ada = Account("Ada", 10)
            let plain = Plain()
            try lua.set("ada", ada)
            try lua.set("same", ada)
            try lua.set("bob", Account("Bob", 10))
            try lua.set("tag", .function("tag") { (name: String) in Tag(name) })
            try lua.set("plain", plain)
            try lua.set("plain_too", plain)
            try lua.set("isOpen", .function("isOpen") { ada.isOpen })
            let values = try lua.evaluate(source)
            return try values.map { try lua.text(of: $0) }.joined(separator: " ")
        }
    }

    static let right: [(String, String)] = [
        ("return ada:deposit(5).balance, ada:withdraw(3)", "15 12"),
        ("ada.owner = 'Countess' return ada.owner, same.owner", "Countess Countess"),
        ("ada.limit = 50 return ada.limit, ada.balance", "50 100"),
        ("return (ada + 5).balance, #ada, (-ada).balance, ada .. '!', ada(3)", "15 10 -10 Ada! 30"),
        (
            "return ada < bob, ada <= bob, ada > bob, ada == bob, ada == same, rawequal(ada, same)",
            "false true false false true false"
        ),
        ("return tostring(ada)", "Ada: 10"),
        ("return ada.other", "no string(\"other\")"),
        (
            "local t = {} for k, v in pairs(ada) do t[#t + 1] = k .. '=' .. v end return table.concat(t, ' ')",
            "owner=Ada balance=10"
        ),
        ("do local a <close> = ada end return isOpen()", "false"),
        ("return tag('x') == tag('x'), tag('x') == tag('y'), tag('x') == ada, tag('x').name", "true false false x"),
        ("return plain == plain_too, plain == ada, tostring(plain):match('^Plain: ')", "true false Plain: "),
        (
            "return getmetatable(ada), pcall(setmetatable, ada, {})",
            "false false bad argument #1 to 'setmetatable' (table expected, got Account)"
        ),
    ]

    @Test(arguments: right.indices) func does(_ index: Int) throws {
        let found = try evaluate(Self.right[index].0)
        #expect(found == Self.right[index].1)
    }

    static let wrong: [(String, String)] = [
        ("ada:deposit('x')", "bad argument #1 to 'deposit' (number expected, got string)"),
        ("ada:deposit(70000)", "bad argument #1 to 'deposit' (70000 is not within 0 to 65535)"),
        ("ada.deposit(ada, 'x')", "bad argument #2 to 'deposit' (number expected, got string)"),
        ("ada.deposit(1, 2)", "bad argument #1 to 'deposit' (Account expected, got number)"),
        (
            "local f = {deposit = ada.deposit} f:deposit(2)",
            "calling 'deposit' on bad self (Account expected, got table)"
        ),
        ("tag('x').withdraw(1)", "attempt to call a nil value (field 'withdraw')"),
        ("ada.owner = nil", "owner: string expected, got nil"),
        ("ada.balance = 1", "Account has no property 'balance' that can be set"),
        ("ada[1] = 1", "Account has no property '1' that can be set"),
        ("ada.limit = -1", "a limit is not negative"),
        ("plain.x = 1", "attempt to index a Plain value (global 'plain')"),
        ("return plain + 1", "attempt to perform arithmetic on a Plain value (global 'plain')"),
        ("return ada < 1", "bad argument #2 to '__lt' (Account expected, got number)"),
    ]

    @Test(arguments: wrong.indices) func saysWhatIsWrong(_ index: Int) throws {
        let error = #expect(throws: LuaError.self) { _ = try evaluate(Self.wrong[index].0) }
        #expect(error?.message == "script:1: " + Self.wrong[index].1)
    }

    @Test func anErrorOfAMethodSurvives() throws {
        let error = #expect(throws: LuaError.self) { _ = try evaluate("ada:withdraw(11)") }
        #expect(error?.cause is Account.Overdrawn)
    }
}
