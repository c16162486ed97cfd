internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1
internal import Synchronization

/// Puts an answer together as it comes in, and notes whether the request went out.
final class AnswerCollector: HTTPClientResponseDelegate {
    private struct State: Sendable {
        var wasSent = false
        var answer = HTTPAnswer(status: 0)
    }

    private let limit: Int
    private let state = Mutex(State())

    init(limit: Int) { self.limit = limit }

    /// Whether any part of the request was handed to a connection.
    var wasSent: Bool { state.withLock { $0.wasSent } }

    /// What has come of the answer; nil before its head.
    var answer: HTTPAnswer? { state.withLock { $0.answer.status == 0 ? nil : $0.answer } }

    func didSendRequestHead(task: HTTPClient.Task<HTTPAnswer>, _ head: HTTPRequestHead) {
        state.withLock { $0.wasSent = true }
    }

    func didReceiveHead(task: HTTPClient.Task<HTTPAnswer>, _ head: HTTPResponseHead) -> EventLoopFuture<Void> {
        state.withLock { state in
            state.wasSent = true
            state.answer = HTTPAnswer(
                status: Int(head.status.code),
                headers: HeaderFields(head.headers.map { .init(name: $0.name, value: $0.value) }))
        }
        return task.eventLoop.makeSucceededVoidFuture()
    }

    /// Never keeps more than allowed, whatever length the header announces.
    func didReceiveBodyPart(task: HTTPClient.Task<HTTPAnswer>, _ buffer: ByteBuffer) -> EventLoopFuture<Void> {
        let fits = state.withLock { state in
            guard state.answer.body.count + buffer.readableBytes <= limit else { return false }
            state.answer.body.append(contentsOf: buffer.readableBytesView)
            return true
        }
        guard fits else {
            return task.eventLoop.makeFailedFuture(TransportError.responseTooLarge(limit: limit))
        }
        return task.eventLoop.makeSucceededVoidFuture()
    }

    func didFinishRequest(task: HTTPClient.Task<HTTPAnswer>) throws -> HTTPAnswer { state.withLock { $0.answer } }
}
