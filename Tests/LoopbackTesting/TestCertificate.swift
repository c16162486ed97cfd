import Foundation
import NIOSSL

/// A certificate that nobody has signed but itself, made by the `openssl` of the machine when it is asked for.
public struct TestCertificate: Sendable {
    /// Why there is none.
    public struct Unavailable: Error, CustomStringConvertible {
        public var description: String
    }

    /// Whether this machine can make one.
    public static let isAvailable = (try? run(["version"])) == 0

    let serverConfiguration: TLSConfiguration

    /// - Parameters:
    ///   - subjectAltName: whom it is for, in the words of openssl: `IP:127.0.0.1`, `DNS:example.com`.
    public init(for subjectAltName: String) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("certificate-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (key, certificate) = (folder.appendingPathComponent("key.pem"), folder.appendingPathComponent("cert.pem"))
        let status = try Self.run([
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
            "-subj", "/CN=test", "-addext", "subjectAltName=\(subjectAltName)", "-keyout", key.path, "-out",
            certificate.path,
        ])
        guard status == 0 else { throw Unavailable(description: "openssl ended with \(status)") }
        serverConfiguration = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(certificate.path).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: key.path, format: .pem)))
    }

    private static func run(_ arguments: [String]) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["openssl"] + arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }
}
