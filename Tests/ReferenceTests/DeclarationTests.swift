import ScriptTesting
import Testing

@testable import IntercomScripting

/// What is declared is complete, and in a notation that can be read.
@Suite struct DeclarationTests {
    private static let library = ScriptLibrary.standard.adding(.testing)

    private static let functions =
        library.globals.map { ($0.name, $0) }
        + library.modules.flatMap { module in module.functions.map { ("\(module.name).\($0.name)", $0) } }

    private static func flattened(_ parameters: [ParameterDeclaration]) -> [ParameterDeclaration] {
        parameters.flatMap { [$0] + flattened($0.fields) }
    }

    @Test func everyFunctionAndParameterIsDocumented() {
        for (name, function) in Self.functions {
            #expect(function.summary.hasSuffix("."), "\(name)")
            for parameter in Self.flattened(function.parameters + function.results) {
                #expect(
                    parameter.summary.hasSuffix(".") || parameter.summary.hasSuffix("\"."), "\(name): \(parameter.name)"
                )
            }
        }
        for type in Self.library.types + Self.library.modules.flatMap(\.types) {
            #expect(type.summary.hasSuffix("."), "\(type.name)")
            for field in type.fields { #expect(field.summary.hasSuffix("."), "\(type.name): \(field.name)") }
            for word in type.words { #expect(word.summary.hasSuffix("."), "\(type.name): \(word.text)") }
        }
    }

    @Test func everyTypeCanBeReadAndIsKnown() throws {
        let parameters =
            Self.functions.flatMap { name, function in
                Self.flattened(function.parameters + function.results).map { (name, $0.type) }
            }
            + (Self.library.types + Self.library.modules.flatMap(\.types)).flatMap { type in
                type.fields.map { (type.name, $0.type) }
            }
        for (name, text) in parameters {
            let type = try #require(DeclaredType(text), "\(name): \(text)")
            for reference in type.references {
                #expect(Self.library.type(reference) != nil, "\(name): \(reference) in \(text)")
            }
        }
    }

    @Test func typesAreReadAsTheyAreWritten() {
        #expect(DeclaredType("string?") == .union([.string, .nil]))
        #expect(DeclaredType(#""tr"|"az"?"#) == .union([.word("tr"), .word("az"), .nil]))
        #expect(DeclaredType("table<string, any>[]") == .list(of: .map(.string, .any)))
        #expect(DeclaredType("fun(a: string, ...: any): table<string, any>?, integer?") == .function)
        #expect(DeclaredType("(fun(): any)?") == .union([.function, .nil]))
        #expect(
            DeclaredType("{a: string, b?: intercom.contact}")
                == .fields([
                    .init(name: "a", type: .string, isOptional: false),
                    .init(name: "b", type: .named("intercom.contact"), isOptional: true),
                ]))
        for text in ["", "string|", "{a}", "table<string>", "\"open", "string]"] { #expect(DeclaredType(text) == nil) }
    }

    @Test func optionsThatAreReadAreThoseThatAreDeclared() throws {
        let table = ParameterDeclaration.table(
            "options", [ParameterDeclaration("a", "string", "A."), ParameterDeclaration("b", "integer?", "B.")],
            "Some.",
            isOptional: true)
        #expect(table.type == "{a: string, b?: integer}?")
        #expect(table.isOptional && !table.fields[0].isOptional && table.fields[1].isOptional)
    }
}
