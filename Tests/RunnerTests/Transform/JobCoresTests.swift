import CCores
import Testing

@testable import Runner

@Suite struct JobCoresTests {
    @Test func aJobOnItsOwnCoreStays() {
        let cores = JobCores(jobs: 2, cores: [4, 7])
        #expect(cores.better(for: 0, on: 4) == nil)
        #expect(cores.better(for: 1, on: 7) == nil)
        // The system may have them change places.
        #expect(cores.better(for: 0, on: 9) == nil)
        #expect(cores.better(for: 1, on: 4) == nil)
    }

    @Test func aJobOnTheCoreOfAnotherGoesToAFreeOne() {
        let cores = JobCores(jobs: 3, cores: [0, 1, 2])
        #expect(cores.better(for: 0, on: 1) == nil)
        #expect(cores.better(for: 1, on: 1) == 2)
        // It is on its way there, so the next one is sent elsewhere.
        #expect(cores.better(for: 2, on: 1) == 0)
        // Once it is there it stays.
        #expect(cores.better(for: 1, on: 2) == nil)
        #expect(cores.better(for: 2, on: 0) == nil)
    }

    @Test func theNextCoreIsTaken() {
        let cores = JobCores(jobs: 2, cores: [0, 1, 4, 5])
        #expect(cores.better(for: 0, on: 1) == nil)
        #expect(cores.better(for: 1, on: 1) == 4)
        #expect(cores.better(for: 0, on: 4) == 5)
        #expect(cores.better(for: 1, on: 5) == 0)
    }

    @Test func whereCoresAreTooFewNobodyMoves() {
        let few = JobCores(jobs: 3, cores: [0, 1])
        #expect(few.better(for: 0, on: 1) == nil)
        #expect(few.better(for: 1, on: 1) == nil)
        let one = JobCores(jobs: 1, cores: [0, 1])
        #expect(one.better(for: 0, on: 0) == nil)
    }

    @Test func aThreadMovesAndIsNotBound() throws {
        let allowed = JobCores.allowed
        #expect(!allowed.isEmpty)
        #expect(allowed == allowed.sorted())
        for core in allowed {
            #expect(cores_move_to(core))
            #expect(JobCores.allowed == allowed)
        }
    }

    @Test func aThreadDoesNotMoveWhereItMayNotRun() {
        let allowed = JobCores.allowed
        let other = (0...CInt(allowed.count)).first { !allowed.contains($0) }
        for core in [other ?? -1, -1, .max] {
            #expect(!cores_move_to(core))
            #expect(JobCores.allowed == allowed)
        }
    }
}
