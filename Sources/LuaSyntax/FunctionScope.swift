/// What is known of a function while it is being read: its blocks, the variables in sight, labels and jumps.
final class FunctionScope {
    let parent: FunctionScope?
    let isVariadic: Bool
    private(set) var blocks: [BlockScope] = []
    /// The variables in sight, the latest one last.
    private(set) var variables: [LocalVariable] = []

    struct BlockScope {
        let isLoop: Bool
        /// How many variables were in sight at its beginning.
        let variableCount: Int
        var labels: [(name: Name, variableCount: Int)] = []
        /// Jumps whose label has not been met.
        var jumps: [Jump] = []
    }

    struct Jump {
        let name: Name
        /// How many variables were in sight, of the blocks that it is still in.
        var variableCount: Int
    }

    init(parent: FunctionScope?, isVariadic: Bool) {
        self.parent = parent
        self.isVariadic = isVariadic
    }

    // MARK: Variables

    func declare(_ variable: LocalVariable, from offset: Int) {
        variable.scope.start = offset
        variables.append(variable)
    }

    /// The variable of that name, in this function or one around it.
    func find(_ name: String) -> LocalVariable? {
        variables.last { $0.name.text == name } ?? parent?.find(name)
    }

    // MARK: Blocks

    var isInLoop: Bool { blocks.contains(where: \.isLoop) }

    func open(isLoop: Bool) { blocks.append(BlockScope(isLoop: isLoop, variableCount: variables.count)) }

    /// Leaves a block: its variables are out of sight, and jumps out of it look for their label further out.
    func close(at offset: Int) {
        guard let block = blocks.popLast() else { return }
        for variable in variables[block.variableCount...] { variable.scope.end = offset }
        variables.removeSubrange(block.variableCount...)
        guard !blocks.isEmpty else { return unresolved += block.jumps }
        for var jump in block.jumps {
            jump.variableCount = min(jump.variableCount, block.variableCount)
            blocks[blocks.count - 1].jumps.append(jump)
        }
    }

    // MARK: Labels

    private var unresolved: [Jump] = []

    /// Where a label of that name stands that can be seen from here.
    func label(_ name: String) -> Name? {
        blocks.lazy.reversed().compactMap { $0.labels.first { $0.name.text == name }?.name }.first
    }

    /// Takes in a label, and leads the jumps there that were waiting for it.
    ///
    /// - Parameter isLast: whether nothing follows in the block, so that no variable of it is in sight any more.
    func add(label name: Name, isLast: Bool) throws(SyntaxError) {
        guard var block = blocks.popLast() else { return }
        defer { blocks.append(block) }
        let count = isLast ? block.variableCount : variables.count
        block.labels.append((name, count))
        let led = block.jumps.filter { $0.name.text == name.text }
        block.jumps.removeAll { $0.name.text == name.text }
        for jump in led where jump.variableCount < count {
            let variable = variables[jump.variableCount].name.text
            throw SyntaxError(
                message: "<goto \(name.text)> jumps into the scope of local '\(variable)'", range: jump.name.range)
        }
    }

    func add(jump name: Name) {
        // A label that was met before can be seen from here: nothing is left to do.
        guard label(name.text) == nil, !blocks.isEmpty else { return }
        blocks[blocks.count - 1].jumps.append(Jump(name: name, variableCount: variables.count))
    }

    /// - Throws: where a jump leads nowhere.
    func finish() throws(SyntaxError) {
        guard let jump = unresolved.first else { return }
        throw SyntaxError(message: "no visible label '\(jump.name.text)' for goto", range: jump.name.range)
    }
}
