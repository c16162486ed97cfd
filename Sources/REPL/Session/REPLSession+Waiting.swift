internal import Lua

extension REPLSession {
    /// Runs a function without arguments, or until the person gives it up.
    func call(_ function: LuaFunction, renewsTime: Bool = true) async throws(LuaError) -> [LuaValue] {
        try await waiting { [self] () throws(LuaError) in try await lua.run(function, renewsTime: renewsTime) }
    }

    /// Waits for what runs a script, or until the person gives it up.
    ///
    /// A script that is cancelled while it waits ends when the answer comes, which others may wait for too. Nobody at the
    /// prompt has to wait as long: the script is left behind, and never goes on.
    func waiting(
        for script: @escaping () async throws(LuaError) -> [LuaValue]
    ) async throws(LuaError) -> [LuaValue] {
        let answer = FirstAnswer<Result<[LuaValue], LuaError>>()
        let work = Task { await self.play(script, answer) }
        let result = await withTaskCancellationHandler {
            await answer.value
        } onCancel: {
            Task { await self.leaveBehind(answer) }
            work.cancel()
        }
        return try result.get()
    }

    private func play(
        _ script: () async throws(LuaError) -> [LuaValue], _ answer: FirstAnswer<Result<[LuaValue], LuaError>>
    ) async {
        do throws(LuaError) { answer.give(.success(try await script())) } catch { answer.give(.failure(error)) }
    }

    /// Runs where scripts do, so not before one that does not wait has ended: that one gives its own answer.
    private func leaveBehind(_ answer: FirstAnswer<Result<[LuaValue], LuaError>>) {
        let message = "interrupted while it waited for Intercom, which may still carry out what was sent"
        answer.give(.failure(LuaError(.interrupted, message)))
    }
}
