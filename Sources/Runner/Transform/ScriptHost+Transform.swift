internal import IntercomScripting
internal import Lua
internal import Records

extension ScriptHost {
    /// Works on batches of the line until there are none left. Blocks the thread of this actor meanwhile.
    func transform(_ line: TransformLine, job: Int) async throws {
        let script = try await load(ScriptActivity(record: 0))
        guard let each = script.each else {
            throw LoadedScript.ShapeError(description: "a script for map returns a function, or a table with each")
        }
        let lua = try open()
        let state = try script.setup.map { try lua.call($0, as: LuaValue.self) } ?? .nil
        let records = try line.begin(script.options)
        let work = try TransformJob(
            lua, each: each, state: state, line: line, records: records, findsColumns: job == 0)
        while let item = line.take(job: job) {
            line.cores.keepApart(job)
            try work.process(item)
        }
        try work.conclude()
        if line.isComplete, let finish = script.finish { try lua.call(finish, state) }
    }
}
