public import Records

extension RecordShard {
    /// Why a share could not be understood.
    public struct ArgumentError: Error, Hashable, CustomStringConvertible {
        public let description: String

        public init(description: String) {
            self.description = description
        }
    }

    /// Reads `2/8`, or `env` for what the scheduler that started this process says.
    ///
    /// - Throws: `ArgumentError` in words for whoever gave the argument.
    public init(argument: String, environment: [String: String]) throws(ArgumentError) {
        if argument == "env" {
            self = try Self.assigned(by: environment)
            return
        }
        let parts = argument.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2, let number = parts[0], let count = parts[1] else {
            throw ArgumentError(description: "\"\(argument)\" is no share: write 2/8 for the second of eight, or env.")
        }
        self = try Self.checked(number, of: count, "\"\(argument)\"")
    }

    private static func checked(_ number: Int, of count: Int, _ what: String) throws(ArgumentError) -> RecordShard {
        guard let shard = RecordShard(number, of: count) else {
            let range = count > 0 ? "are numbered 1 to \(count)" : "must be at least 1"
            throw ArgumentError(description: "\(what) is no share: the shares \(range).")
        }
        return shard
    }

    /// The variable that says how many processes share the input, where the scheduler does not.
    public static let countVariable = "INTERCOM_LUA_SHARDS"

    /// What the scheduler says, the innermost first.
    ///
    /// The variables are those of GNU parallel (`PARALLEL_SEQ`, from 1), of Slurm's job arrays
    /// (`SLURM_ARRAY_TASK_ID` with `_MIN`, `_STEP` and `_COUNT`) and of Kubernetes' indexed jobs
    /// (`JOB_COMPLETION_INDEX`, from 0).
    private static func assigned(by environment: [String: String]) throws(ArgumentError) -> RecordShard {
        if environment["PARALLEL_SEQ"] != nil {
            let number = try integer("PARALLEL_SEQ", environment)
            return try checked(number, of: try integer(countVariable, environment), "PARALLEL_SEQ \(number)")
        }
        if environment["SLURM_ARRAY_TASK_ID"] != nil {
            let task = try integer("SLURM_ARRAY_TASK_ID", environment)
            let first = try integer("SLURM_ARRAY_TASK_MIN", environment)
            let step =
                environment["SLURM_ARRAY_TASK_STEP"] == nil ? 1 : try integer("SLURM_ARRAY_TASK_STEP", environment)
            guard step > 0, (task - first) % step == 0 else {
                throw ArgumentError(
                    description:
                        "SLURM_ARRAY_TASK_ID \(task) is no share: the tasks of the array must be evenly spaced.")
            }
            return try checked(
                (task - first) / step + 1, of: try integer("SLURM_ARRAY_TASK_COUNT", environment),
                "SLURM_ARRAY_TASK_ID \(task)")
        }
        if environment["JOB_COMPLETION_INDEX"] != nil {
            let index = try integer("JOB_COMPLETION_INDEX", environment)
            return try checked(
                index + 1, of: try integer(countVariable, environment), "JOB_COMPLETION_INDEX \(index)")
        }
        throw ArgumentError(
            description:
                "env finds none of PARALLEL_SEQ, SLURM_ARRAY_TASK_ID and JOB_COMPLETION_INDEX in the environment.")
    }

    private static func integer(_ name: String, _ environment: [String: String]) throws(ArgumentError) -> Int {
        guard let text = environment[name] else {
            let why = name == countVariable ? ": set it to how many processes share the input" : ""
            throw ArgumentError(description: "env needs \(name) in the environment\(why).")
        }
        // Far from overflow, so that what is computed with it is, too.
        guard let value = Int(text), (-1 << 40..<1 << 40).contains(value) else {
            throw ArgumentError(description: "\(name) is \"\(text)\", which is no number.")
        }
        return value
    }
}
