import ArgumentParser

/// Options that name a script, code in its place or before it, and inputs.
protocol NamesScript {
    /// Code that stands for a script, or runs before one.
    var code: String? { get }
    /// A script, or with code an input.
    var path: String? { get }
    var inputs: [String] { get }
}

extension NamesScript {
    func requireScript() throws {
        if code == nil, path == nil { throw ValidationError("Which script? Name a file, or give code with -e.") }
    }

    /// Whether there is a file of a script, with or without code before it.
    var hasScriptFile: Bool { code == nil || path?.hasSuffix(".lua") == true }

    /// What is worked on, as it was named.
    ///
    /// - Parameter isScript: whether the path names a script, and no input.
    func inputNames(isScript: Bool) -> [String] { isScript ? inputs : [path].compactMap(\.self) + inputs }
}
