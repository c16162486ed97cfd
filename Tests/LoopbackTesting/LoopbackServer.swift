import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A server that speaks raw bytes, so that it can misbehave: answers each request on a connection with the next script
/// entry, and keeps the requests as they came.
public final class LoopbackServer: Sendable {
    public enum Reply: Sendable {
        case bytes(String)
        /// Sends the text, then closes the connection.
        case bytesThenClose(String)
        case close
        case silence
    }

    private let state: Mutex<(replies: [Reply], requests: [String])>
    private let channel: Mutex<(any Channel)?> = Mutex(nil)
    private let tls: NIOSSLContext?
    private let greeting: String?

    /// - Parameters:
    ///   - certificate: what it shows over TLS; nil for plain HTTP.
    ///   - greeting: what it says before it is asked anything.
    public init(_ replies: [Reply], certificate: TestCertificate? = nil, greeting: String? = nil) throws {
        self.greeting = greeting
        state = Mutex((replies, []))
        tls = try certificate.map { try NIOSSLContext(configuration: $0.serverConfiguration) }
    }

    public var requests: [String] { state.withLock { $0.requests } }

    /// Starts listening; returns the base of its URLs.
    public func start() async throws -> String {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(ChannelOptions.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { [tls] channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls)) }
                    try channel.pipeline.syncOperations.addHandler(Handler(server: self))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        self.channel.withLock { $0 = channel }
        return "\(tls == nil ? "http" : "https")://127.0.0.1:\(channel.localAddress?.port ?? 0)"
    }

    public func stop() async throws {
        try await channel.withLock { $0 }?.close()
    }

    fileprivate func reply(to request: String) -> Reply {
        state.withLock { state in
            state.requests.append(request)
            return state.replies.isEmpty ? .close : state.replies.removeFirst()
        }
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let server: LoopbackServer
        private var received = ""

        init(server: LoopbackServer) { self.server = server }

        func channelActive(context: ChannelHandlerContext) {
            if let greeting = server.greeting {
                context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: greeting)), promise: nil)
            }
            context.fireChannelActive()
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            received += String(buffer: unwrapInboundIn(data))
            guard let headEnd = received.range(of: "\r\n\r\n") else { return }
            let head = received[..<headEnd.lowerBound]
            let length =
                head.split(separator: "\r\n").compactMap { line -> Int? in
                    line.lowercased().hasPrefix("content-length:") ? Int(line.split(separator: " ")[1]) : nil
                }.first ?? 0
            guard received[headEnd.upperBound...].utf8.count >= length else { return }
            let request = received
            received = ""
            switch server.reply(to: request) {
            case .bytes(let text):
                context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
            case .bytesThenClose(let text):
                let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
                context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text))).whenComplete { _ in
                    bound.value.close(promise: nil)
                }
            case .close: context.close(promise: nil)
            case .silence: break
            }
        }

        /// A client that does not trust the certificate breaks the handshake off: nothing to report here.
        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }
}

extension String {
    fileprivate func range(of text: String) -> Range<Index>? {
        var position = startIndex
        while position < endIndex {
            if self[position...].utf8.starts(with: text.utf8) {
                return position..<utf8.index(position, offsetBy: text.utf8.count)
            }
            position = utf8.index(after: position)
        }
        return nil
    }
}
