import Testing

@testable import IntercomScripting

/// The examples in the documentation say the truth.
struct ModuleExampleTests {
    static let functions = ModuleDeclaration.standard.flatMap { module in
        module.functions.map { Example(name: "\(module.name).\($0.name)", text: $0.example) }
    }

    struct Example: CustomTestStringConvertible, Sendable {
        let name: String
        let text: String?

        var testDescription: String { name }

        /// What the comments behind arrows say, line by line.
        var printed: [String] {
            (text ?? "").split(separator: "\n").compactMap { (line: Substring) -> String? in
                guard let arrow = line.firstRange(of: "-->") else { return nil }
                return String(line.suffix(from: arrow.upperBound).dropFirst())
            }
        }
    }

    @Test(arguments: functions)
    func everyFunctionHasAnExampleThatPrintsWhatItSays(example: Example) throws {
        let text = try #require(example.text)
        let output = try runScript((example.name, text))
        #expect(output.lines.joined(separator: "\n") == example.printed.joined(separator: "\n"))
        if example.name.hasPrefix("log.") {
            #expect(output.log.map(\.fields.first?.text) == ["ada@acme.io"])
        } else {
            #expect(!example.printed.isEmpty)
        }
    }

    @Test func everyFunctionAndParameterIsDocumented() {
        for module in ModuleDeclaration.standard {
            for function in module.functions {
                #expect(function.summary.hasSuffix("."), "\(module.name).\(function.name)")
                for parameter in function.parameters + function.results {
                    #expect(parameter.summary.contains("."), "\(module.name).\(function.name): \(parameter.name)")
                }
            }
        }
    }
}
