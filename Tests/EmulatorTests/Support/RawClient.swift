import Foundation

/// One HTTP exchange over a plain socket, so that a test sees the bytes: also those of an answer that is cut off.
enum RawClient {
    enum Failure: Error { case noConnection }

    struct Answer {
        var head: String
        var body: String
        /// The connection was closed after it, by the other side.
        var isClosed: Bool

        var status: Int? { head.split(separator: " ").dropFirst().first.flatMap { Int($0) } }

        func header(_ name: String) -> String? {
            let line = head.components(separatedBy: "\r\n").first { $0.lowercased().hasPrefix(name.lowercased() + ":") }
            return line.map { String($0.drop { $0 != ":" }.dropFirst(2)) }
        }
    }

    /// Sends a request and reads to the end of the answer's body, or until the connection is closed.
    static func send(
        _ method: String, _ path: String, port: Int, headers: [String] = ["Authorization: Bearer t"], body: String = ""
    ) async throws -> Answer {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(with: Result { try exchange(method, path, port, headers, body) })
            }
        }
    }

    private static func exchange(
        _ method: String, _ path: String, _ port: Int, _ headers: [String], _ body: String
    ) throws -> Answer {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port)).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { throw Failure.noConnection }
        let lines = ["\(method) \(path) HTTP/1.1", "Host: localhost", "Content-Length: \(body.utf8.count)"] + headers
        let request = Array((lines.joined(separator: "\r\n") + "\r\n\r\n" + body).utf8)
        _ = request.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        return read(descriptor)
    }

    private static func read(_ descriptor: Int32) -> Answer {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count <= 0 { return answer(bytes, isClosed: true) }
            bytes += buffer[..<count]
            let soFar = answer(bytes, isClosed: false)
            if let length = soFar.header("Content-Length").flatMap({ Int($0) }), soFar.body.utf8.count >= length {
                return soFar
            }
        }
    }

    private static func answer(_ bytes: [UInt8], isClosed: Bool) -> Answer {
        let text = String(decoding: bytes, as: UTF8.self)
        let parts = text.components(separatedBy: "\r\n\r\n")
        return Answer(head: parts[0], body: parts.dropFirst().joined(separator: "\r\n\r\n"), isClosed: isClosed)
    }
}
