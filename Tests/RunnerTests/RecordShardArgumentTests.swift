import Records
import Runner
import Testing

@Suite struct RecordShardArgumentTests {
    private func read(_ argument: String, _ environment: [String: String] = [:]) -> Result<
        RecordShard, RecordShard.ArgumentError
    > {
        do throws(RecordShard.ArgumentError) {
            return .success(try RecordShard(argument: argument, environment: environment))
        } catch {
            return .failure(error)
        }
    }

    @Test func aShareIsANumberOfACount() {
        #expect(read("2/8") == RecordShard(2, of: 8).map(Result.success))
        #expect(read("1/1") == RecordShard(1, of: 1).map(Result.success))
    }

    @Test(arguments: [
        ("8", "\"8\" is no share: write 2/8 for the second of eight, or env."),
        ("a/b", "\"a/b\" is no share: write 2/8 for the second of eight, or env."),
        ("1/2/3", "\"1/2/3\" is no share: write 2/8 for the second of eight, or env."),
        ("0/4", "\"0/4\" is no share: the shares are numbered 1 to 4."),
        ("5/4", "\"5/4\" is no share: the shares are numbered 1 to 4."),
        ("1/0", "\"1/0\" is no share: the shares must be at least 1."),
    ]) func whatIsNoShareIsSaid(argument: String, message: String) {
        #expect(read(argument) == .failure(.init(description: message)))
    }

    @Test func schedulersSayIt() {
        let third = RecordShard(3, of: 4).map(Result<RecordShard, RecordShard.ArgumentError>.success)
        #expect(read("env", ["JOB_COMPLETION_INDEX": "2", "INTERCOM_LUA_SHARDS": "4"]) == third)
        #expect(read("env", ["PARALLEL_SEQ": "3", "INTERCOM_LUA_SHARDS": "4"]) == third)
        #expect(
            read("env", ["SLURM_ARRAY_TASK_ID": "2", "SLURM_ARRAY_TASK_MIN": "0", "SLURM_ARRAY_TASK_COUNT": "4"])
                == third)
        #expect(
            read(
                "env",
                [
                    "SLURM_ARRAY_TASK_ID": "30", "SLURM_ARRAY_TASK_MIN": "10", "SLURM_ARRAY_TASK_STEP": "10",
                    "SLURM_ARRAY_TASK_COUNT": "4",
                ]) == third)
    }

    @Test func whatSchedulersLeaveOpenIsAskedFor() {
        let cases: [([String: String], String)] = [
            ([:], "env finds none of PARALLEL_SEQ, SLURM_ARRAY_TASK_ID and JOB_COMPLETION_INDEX in the environment."),
            (
                ["JOB_COMPLETION_INDEX": "0"],
                "env needs INTERCOM_LUA_SHARDS in the environment: set it to how many processes share the input."
            ),
            (
                ["JOB_COMPLETION_INDEX": "4", "INTERCOM_LUA_SHARDS": "4"],
                "JOB_COMPLETION_INDEX 4 is no share: the shares are numbered 1 to 4."
            ),
            (["PARALLEL_SEQ": "x"], "PARALLEL_SEQ is \"x\", which is no number."),
            (
                [
                    "SLURM_ARRAY_TASK_ID": "7", "SLURM_ARRAY_TASK_MIN": "1", "SLURM_ARRAY_TASK_STEP": "4",
                    "SLURM_ARRAY_TASK_COUNT": "2",
                ], "SLURM_ARRAY_TASK_ID 7 is no share: the tasks of the array must be evenly spaced."
            ),
        ]
        for (environment, message) in cases {
            #expect(read("env", environment) == .failure(.init(description: message)))
        }
    }
}
