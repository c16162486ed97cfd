internal import Intercom
internal import IntercomScripting
internal import LuaSyntax

extension ScriptWalk {
    /// Complains about a value in the code that cannot be of the type.
    func check(_ value: Expression, against type: DeclaredType, as what: String) {
        guard case .table(let fields, let range) = value else { return checkScalar(value, type, what) }
        for alternative in type.alternatives {
            switch alternative {
            case .any, .table, .list, .map: return
            case .fields: return
            case .named(let name):
                guard let declared = checker.library.type(name), declared.words.isEmpty else { continue }
                if name == "intercom.custom_mappings" { return checkCustomMappings(fields) }
                // `contact: mappings` is about mappings.
                let owner = String(what.split(separator: " ").last ?? "")
                let isOpen = if case .openFields = declared.shape { true } else { false }
                return check(fields, range, against: declared.fields, of: owner, isOpen: isOpen)
            default: continue
            }
        }
        report(.invalidArgument, "\(what) must be \(describe(type)), not a table.", at: value.range)
    }

    private func checkScalar(_ value: Expression, _ type: DeclaredType, _ what: String) {
        guard let kind = kind(of: value) else { return }
        if type.alternatives.contains(where: { fits(value, kind, $0) }) {
            return checkMeaning(of: value, kind, what)
        }
        if kind == .nil {
            return report(.invalidArgument, "\(what) must not be nil.", at: value.range)
        }
        var advice: String?
        if case .string(let bytes, _) = value {
            advice = Self.suggestion(String(decoding: bytes, as: UTF8.self), among: words(type), quoted: true)
        }
        report(
            .invalidArgument, "\(what) must be \(describe(type)), not \(shown(value, kind)).", advice, at: value.range)
    }

    private func kind(of value: Expression) -> LiteralKind? {
        if let path = path(of: value), path == ["intercom", "null"] || path == ["json", "null"] { return .null }
        return value.literalKind
    }

    private func fits(_ value: Expression, _ kind: LiteralKind, _ type: DeclaredType) -> Bool {
        switch type {
        case .any: return true
        case .nil: return kind == .nil
        case .boolean: return kind == .boolean
        case .string: return kind == .string || kind == .number
        case .number: return kind == .number || (kind == .string && value.isNumeral)
        case .integer: return value.isWhole
        case .function: return kind == .function
        case .null: return kind == .null
        case .word(let word): return value.text == word
        case .table, .list, .map, .fields: return false
        case .union(let types): return types.contains { fits(value, kind, $0) }
        case .named(let name):
            guard let declared = checker.library.type(name) else { return true }
            if declared.words.isEmpty { return false }
            if name == "intercom.matching_field", let text = value.text { return MatchingField(named: text) != nil }
            return declared.words.contains { $0.text == value.text }
        }
    }

    /// What a text in the code says, where it is of a kind that is known.
    private func checkMeaning(of value: Expression, _ kind: LiteralKind, _ what: String) {
        guard what.hasSuffix("mappings: email") || what.hasSuffix("mappings: avatar") else { return }
        // Lua would make a text of it; Intercom has no use for that.
        if kind == .number {
            return report(.invalidArgument, "\(what) must be a string, not \(shown(value, kind)).", at: value.range)
        }
        guard let text = value.text else { return }
        if what.hasSuffix("avatar") {
            if !["https://", "http://"].contains(where: { text.lowercased().hasPrefix($0) }) {
                report(.invalidArgument, "avatar \"\(text)\" is no URL: it begins with https://.", at: value.range)
            }
        } else if let complaint = EmailShape.complaint(about: text) {
            report(.invalidArgument, "email \"\(text)\" is no email: it \(complaint).", at: value.range)
        }
    }

    // MARK: Custom attributes

    private func checkCustomMappings(_ fields: [TableField]) {
        guard let attributes = checker.attributes else { return }
        let byName = Dictionary(attributes.filter(\.isCustom).map { ($0.name, $0) }) { first, _ in first }
        for field in fields {
            let (name, place): (String, SourceRange)
            switch field.key {
            case .name(let key): (name, place) = (key.text, key.range)
            case .expression(.string(let bytes, let at)): (name, place) = (String(decoding: bytes, as: UTF8.self), at)
            default: continue
            }
            guard let attribute = byName[name] else {
                reportUnknownAttribute(name, byName.values.filter { !$0.isArchived }.map(\.name), at: place)
                continue
            }
            if attribute.isArchived {
                let warning = attribute.archivedWarning
                report(.archivedAttribute, warning.message.loweredStart, warning.advice, at: place)
            }
            guard let literal = value(of: field.value) else { continue }
            do throws(IntercomError) { _ = try attribute.checked(literal) } catch {
                report(.attributeType, error.message.loweredStart, error.advice, at: field.value.range)
            }
        }
    }

    private func reportUnknownAttribute(_ name: String, _ known: [String], at range: SourceRange) {
        let advice =
            ContactField(named: name)?.definition.isWritable == true
            ? "\"\(name)\" is a standard field: it belongs in mappings."
            : Self.suggestion(name, among: known, quoted: true)
        report(.unknownAttribute, "the workspace has no custom attribute \"\(name)\".", advice, at: range)
    }

    private func value(of expression: Expression) -> AttributeValue? {
        switch expression {
        case .boolean(let value, _): .bool(value)
        case .integer(let value, _): .integer(value)
        case .number(let value, _): .number(value)
        case .string(let bytes, _): .string(String(decoding: bytes, as: UTF8.self))
        default: kind(of: expression) == .null ? .null : nil
        }
    }

    // MARK: Words

    private func words(_ type: DeclaredType) -> [String] {
        type.alternatives.flatMap { alternative -> [String] in
            switch alternative {
            case .word(let word): [word]
            case .named(let name): checker.library.type(name)?.words.map(\.text) ?? []
            default: []
            }
        }
    }

    private func describe(_ type: DeclaredType) -> String {
        let texts = type.alternatives.flatMap { alternative -> [String] in
            switch alternative {
            case .any: ["anything"]
            case .nil: []
            case .null: ["null"]
            case .boolean: ["true", "false"]
            case .integer: ["a whole number"]
            case .number: ["a number"]
            case .string: ["a string"]
            case .table, .map, .fields: ["a table"]
            case .list: ["a list"]
            case .function: ["a function"]
            case .word(let word): ["\"\(word)\""]
            case .union: [describe(alternative)]
            case .named: words(alternative).isEmpty ? ["a table"] : words(alternative).map { "\"\($0)\"" }
            }
        }
        return texts.count < 2 ? texts.joined() : texts.dropLast().joined(separator: ", ") + " or " + (texts.last ?? "")
    }

    private func shown(_ value: Expression, _ kind: LiteralKind) -> String {
        switch value {
        case .string(let bytes, _): "\"\(String(decoding: bytes, as: UTF8.self))\""
        case .integer(let value, _): "\(value)"
        case .number(let value, _): "\(value)"
        case .boolean(let value, _): "\(value)"
        default: kind.rawValue
        }
    }
}

extension String {
    fileprivate var loweredStart: String { prefix(1).lowercased() + dropFirst() }
}
