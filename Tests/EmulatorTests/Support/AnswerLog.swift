import Foundation
import JSON
import Synchronization

@testable import Emulator

/// Answers put aside to be validated against the OpenAPI description, one JSON object a line.
///
/// With `INTERCOM_LUA_ANSWERS=FILE` in the environment, every answer of version 2.16 that a test of this target gets is
/// appended to that file, for `Support/validate_answers.py`.
final class AnswerLog: Sendable {
    static let everywhere: AnswerLog? = ProcessInfo.processInfo.environment["INTERCOM_LUA_ANSWERS"].flatMap(
        AnswerLog.init)

    private let file: Mutex<FileHandle>

    init?(path: String) {
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let handle = FileHandle(forWritingAtPath: path)
        else { return nil }
        file = Mutex(handle)
    }

    func append(_ request: EmulatorRequest, _ answer: EmulatorAnswer) {
        guard answer.version == "2.16", answer.contentType == EmulatorAnswer.json else { return }
        let line: JSONValue = [
            "method": .string(request.method.rawValue), "path": .string(request.target),
            "status": .integer(Int64(answer.status)), "body": .string(String(decoding: answer.body, as: UTF8.self)),
        ]
        file.withLock { $0.write(Data(line.encoded() + [UInt8(ascii: "\n")])) }
    }

    func close() { file.withLock { try? $0.close() } }
}
