internal import Lua

extension ModuleDeclaration {
    // MARK: Parts of a text

    static let textParts: [FunctionDeclaration] = [
        FunctionDeclaration(
            "split", "Cuts a text at every separator, which is plain text and no pattern. The parts are not trimmed.",
            parameters: [
                textParameter, ParameterDeclaration("separator", "string", "What stands between the parts; not empty."),
                ParameterDeclaration(
                    "max", "integer?", "At most so many parts; the last one is then all that is left."),
            ],
            results: [ParameterDeclaration("parts", "string[]", "The parts; none for nil.")],
            example: """
                print(table.concat(text.split("a|b||c", "|"), ",")) --> a,b,,c
                print(text.split("key=a=b", "=", 2)[2]) --> a=b
                """
        ) { _, call in
            let separator = try call.argument(2, as: String.self)
            if separator.isEmpty { throw call.error(2, "a separator cannot be empty") }
            let limit = try call.argument(3, as: Int?.self) ?? .max
            if limit < 1 { throw call.error(3, "at least one part, not \(limit)") }
            let parts = try call.text(1)?.split(at: separator, max: min(limit, LuaCall.partsLimit + 1)) ?? []
            if parts.count > LuaCall.partsLimit, limit > LuaCall.partsLimit {
                throw call.error(1, "more than \(LuaCall.partsLimit) parts")
            }
            call.return(parts)
        },
        FunctionDeclaration(
            "list",
            "The items of a cell that holds several, separated by commas or semicolons: trimmed, blank ones left out.",
            parameters: [
                textParameter,
                ParameterDeclaration(
                    "separators", "string?", "The characters that separate items, `,;` where none are given."),
            ],
            results: [ParameterDeclaration("items", "string[]", "The items; none for nil.")],
            example: """
                print(table.concat(text.list(" vip, beta;; early access "), "|")) --> vip|beta|early access
                """
        ) { _, call in
            let separators = try call.text(2) ?? ",;"
            let parts = try call.text(1)?.split(maxSplits: LuaCall.partsLimit) { separators.contains($0) } ?? []
            if parts.count > LuaCall.partsLimit { throw call.error(1, "more than \(LuaCall.partsLimit) items") }
            call.return(parts.map(\.trimmed).filter { !$0.isEmpty })
        },
        FunctionDeclaration(
            "join", "Joins what is there: nil and blank parts are left out, the others trimmed.",
            parameters: [
                ParameterDeclaration("separator", "string", "What to put between."),
                ParameterDeclaration("...", "string?", "The parts."),
            ],
            results: [ParameterDeclaration("s", "string?", "The text; nil where there is nothing to join.")],
            example: """
                print(text.join(" ", "Ada", nil, " ", "Lovelace"), text.join(", ", nil, "")) --> Ada Lovelace	nil
                """
        ) { _, call in
            let separator = try call.argument(1, as: String.self)
            var joined = ""
            for position in stride(from: 2, through: call.count, by: 1) {
                guard let part = try call.text(position)?.trimmed, !part.isEmpty else { continue }
                if !joined.isEmpty { joined += separator }
                joined += part
                try call.checkLength(joined.utf8.count)
            }
            call.return(joined.isEmpty ? nil : joined)
        },
        FunctionDeclaration(
            "sub", "The characters from one place to another, as `string.sub` does for bytes.",
            parameters: [
                textParameter,
                ParameterDeclaration("first", "integer", "The first place, from 1; from the end where negative."),
                ParameterDeclaration("last", "integer?", "The last place, the end where none is given."),
            ],
            results: [textResult],
            example: """
                print(text.sub("héllo wörld", 2, 5), text.sub("日本語", -2)) --> éllo	本語
                """
        ) { _, call in
            let first = try call.argument(2, as: Int.self)
            let last = try call.argument(3, as: Int?.self) ?? -1
            call.return(try call.text(1)?.characters(from: first, to: last))
        },
        FunctionDeclaration(
            "replace", "Replaces plain text, wherever it stands.",
            parameters: [
                textParameter, ParameterDeclaration("old", "string", "What to replace; not empty."),
                ParameterDeclaration("new", "string", "What to put there."),
            ],
            results: [textResult],
            example: """
                print(text.replace("1.234.567", ".", "")) --> 1234567
                """
        ) { _, call in
            let old = try call.argument(2, as: String.self)
            if old.isEmpty { throw call.error(2, "what is to be replaced cannot be empty") }
            let new = try call.argument(3, as: String.self)
            guard let text = try call.text(1) else { return call.return(LuaValue.nil) }
            let count = text.ranges(of: old).count
            try call.checkLength(text.utf8.count + count * max(0, new.utf8.count - old.utf8.count))
            call.return(text.replacing(old, with: new))
        },
        FunctionDeclaration(
            "length",
            "How many characters a text has, as people see them: an accent or an emoji's colour is part of one.",
            parameters: [textParameter],
            results: [ParameterDeclaration("count", "integer", "The number of characters; 0 for nil.")],
            example: """
                print(text.length("naïve"), text.length("👩‍👩‍👧"), #"👩‍👩‍👧") --> 5	1	18
                """
        ) { _, call in call.return(try call.text(1)?.count ?? 0) },
        asking("starts_with", "Whether a text begins with another.", #"text.starts_with("+44 20", "+44")"#) {
            $0.hasPrefix($1)
        },
        asking("ends_with", "Whether a text ends with another.", #"text.ends_with("ada@acme.io", "@acme.io")"#) {
            $0.hasSuffix($1)
        },
        asking("contains", "Whether a text has another, plain one in it.", #"text.contains("Acme Inc.", "Inc.")"#) {
            $1.isEmpty || $0.firstRange(of: $1) != nil
        },
        FunctionDeclaration(
            "is_blank", "Whether there is nothing to see: nil, an empty text, or only white space.",
            parameters: [textParameter],
            results: [ParameterDeclaration("blank", "boolean", "True where there is nothing.")],
            example: """
                print(text.is_blank(nil), text.is_blank(" \\u{200B}"), text.is_blank("0")) --> true	true	false
                """
        ) { _, call in call.return(try call.text(1)?.isBlank ?? true) },
    ]

    /// A function that asks whether a text has something to do with another.
    private static func asking(
        _ name: String, _ summary: String, _ expression: String, _ body: @escaping @Sendable (String, String) -> Bool
    ) -> FunctionDeclaration {
        FunctionDeclaration(
            name, summary,
            parameters: [textParameter, ParameterDeclaration("other", "string", "The text to look for.")],
            results: [ParameterDeclaration("answer", "boolean", "False for nil.")],
            example: "print(\(expression)) --> true"
        ) { _, call in
            let other = try call.argument(2, as: String.self)
            call.return(try call.text(1).map { body($0, other) } ?? false)
        }
    }
}

extension String {
    /// The parts between separators, at most `limit` of them.
    fileprivate func split(at separator: String, max limit: Int) -> [String] {
        var parts: [String] = []
        var rest = self[...]
        while parts.count < limit - 1, let found = rest.firstRange(of: separator) {
            parts.append(String(rest[..<found.lowerBound]))
            rest = rest[found.upperBound...]
        }
        return parts + [String(rest)]
    }

    /// The characters between two places, counted as `string.sub` does.
    fileprivate func characters(from first: Int, to last: Int) -> String {
        let count = count
        let start = Swift.max(first < 0 ? count &+ first &+ 1 : first, 1)
        let end = Swift.min(last < 0 ? count &+ last &+ 1 : last, count)
        return start > end ? "" : String(dropFirst(start - 1).prefix(end - start + 1))
    }
}
