public import Emulator
internal import Foundation
internal import JSON
internal import Synchronization

/// Answers put aside to be validated against the OpenAPI description, one JSON object a line.
///
/// With `INTERCOM_LUA_ANSWERS=FILE` in the environment, every answer of version 2.16 that an emulator of a test gives is
/// appended to that file, for `Tests/EmulatorTests/Support/validate_answers.py`.
public final class AnswerLog: Sendable {
    public static let everywhere: AnswerLog? = ProcessInfo.processInfo.environment["INTERCOM_LUA_ANSWERS"].flatMap(
        AnswerLog.init)

    private let file: Mutex<FileHandle>

    /// Nil where the file cannot be written.
    public init?(path: String) {
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let handle = FileHandle(forWritingAtPath: path)
        else { return nil }
        file = Mutex(handle)
    }

    public func append(_ request: EmulatorRequest, _ answer: EmulatorAnswer) {
        guard answer.version == "2.16" else { return }
        let line: JSONValue = [
            "method": .string(request.method.rawValue), "path": .string(request.target),
            "status": .integer(Int64(answer.status)), "body": .string(String(decoding: answer.body, as: UTF8.self)),
        ]
        file.withLock { $0.write(Data(line.encoded() + [UInt8(ascii: "\n")])) }
    }

    public func close() { file.withLock { try? $0.close() } }
}

extension EmulatorConfiguration {
    /// Puts the emulator's answers into a log, where there is one.
    public mutating func log(into log: AnswerLog?) {
        if let log { onAnswer = { log.append($0, $1) } }
    }
}
