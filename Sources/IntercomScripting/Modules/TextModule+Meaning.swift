internal import Lua

extension ModuleDeclaration {
    // MARK: What a text means

    private static func reason(_ example: String) -> ParameterDeclaration {
        ParameterDeclaration("reason", "string?", "Why it is nil: \"\(example)\".")
    }

    static let textMeaning: [FunctionDeclaration] = [
        FunctionDeclaration(
            "email",
            """
            Cleans up an email address: in small letters, out of white space, `mailto:` and `Ada <ada@acme.io>`. What cannot \
            be an address is nil; whether one exists only sending tells.
            """,
            parameters: [textParameter],
            results: [ParameterDeclaration("email", "string?", "The address, or nil."), reason("it has no @")],
            example: """
                print(text.email(" Ada Lovelace <Ada@ACME.io> ")) --> ada@acme.io
                print(text.email("ada@acme")) --> nil	it has no dot after the @
                """
        ) { _, call in
            guard let raw = try call.text(1, limit: LuaCall.valueLimit) else { return call.return(LuaValue.nil) }
            do throws(EmailAddress.Refusal) {
                call.return(try EmailAddress(raw).text)
            } catch {
                call.return(LuaValue.nil, "it \(error.reason)")
            }
        },
        FunctionDeclaration(
            "domain", "The domain of an email address, as companies are told apart by.",
            parameters: [textParameter],
            results: [ParameterDeclaration("domain", "string?", "What is behind the @; nil where it is no address.")],
            example: """
                print(text.domain("Ada@ACME.io")) --> acme.io
                """
        ) { _, call in
            let address = try call.text(1, limit: LuaCall.valueLimit).flatMap { try? EmailAddress($0) }
            call.return(address.map { String($0.domain) })
        },
        FunctionDeclaration(
            "phone",
            """
            Makes a phone number what Intercom wants, E.164: `+` and digits. Nil where that is not certain: no country's \
            code and no country given, digits too few or too many for the country. An extension is left out.
            """,
            parameters: [
                textParameter,
                ParameterDeclaration(
                    "country", "string?", "The country of numbers without a country's code, as `GB` or `DE`."),
            ],
            results: [
                ParameterDeclaration("phone", "string?", "The number, or nil."), reason("it has no country code"),
            ],
            example: """
                print(text.phone("(415) 555-2671 ext. 12", "US")) --> +14155552671
                print(text.phone("+44 (0)20 7946 0018")) --> +442079460018
                print(text.phone("555-2671")) --> nil	it has no country code, and no country was given
                """
        ) { _, call in
            var plan: PhonePlan?
            if let country = try call.text(2, limit: LuaCall.valueLimit) {
                plan = PhonePlan.of(country: country)
                if plan == nil {
                    let known = PhonePlan.countries.joined(separator: " ")
                    throw call.error(2, "\"\(country)\" is none of the countries known: \(known)")
                }
            }
            guard let raw = try call.text(1, limit: LuaCall.valueLimit) else { return call.return(LuaValue.nil) }
            do throws(PhoneNumber.Refusal) {
                call.return(try PhoneNumber(raw, in: plan).text)
            } catch {
                call.return(LuaValue.nil, "it \(error.reason)")
            }
        },
        FunctionDeclaration(
            "split_name",
            """
            Makes first and last name of a whole one: the last word is the last name, with `van`, `de` and their like before \
            it; with a comma it is the other way round. A guess, as names go.
            """,
            parameters: [textParameter],
            results: [
                ParameterDeclaration("first", "string?", "The first name."),
                ParameterDeclaration("last", "string?", "The last name; nil where there is one word only."),
            ],
            example: """
                print(text.split_name("Ludwig van Beethoven")) --> Ludwig	van Beethoven
                print(text.split_name("Lovelace, Ada")) --> Ada	Lovelace
                """
        ) { _, call in
            let name = try call.text(1, limit: LuaCall.valueLimit).map { PersonName($0) }
            call.return(name?.first, name?.last)
        },
        FunctionDeclaration(
            "boolean",
            "What a cell says for true (true, yes, y, on, 1, x, ✓) or false (false, no, n, off, 0), in either letter case.",
            parameters: [textParameter],
            results: [ParameterDeclaration("answer", "boolean?", "Nil where it says neither.")],
            example: """
                print(text.boolean("Yes"), text.boolean("0"), text.boolean("maybe")) --> true	false	nil
                """
        ) { _, call in call.return(try call.text(1, limit: LuaCall.valueLimit).flatMap { YesNo.read($0) }) },
    ]
}
