internal import CNettle

/// Digests, computed by Nettle (Debian's nettle-dev).
package enum Digest {
    /// - Parameter length: how many bytes of the digest are wanted, from its beginning.
    package static func sha256(_ bytes: [UInt8], length: Int32 = SHA256_DIGEST_SIZE) -> [UInt8] {
        var context = sha256_ctx()
        nettle_sha256_init(&context)
        nettle_sha256_update(&context, bytes.count, bytes)
        return digest(length) { nettle_sha256_digest(&context, $0, $1) }
    }

    package static func hmacSHA256(key: [UInt8], _ bytes: [UInt8]) -> [UInt8] {
        var context = hmac_sha256_ctx()
        nettle_hmac_sha256_set_key(&context, key.count, key)
        nettle_hmac_sha256_update(&context, bytes.count, bytes)
        return digest(SHA256_DIGEST_SIZE) { nettle_hmac_sha256_digest(&context, $0, $1) }
    }

    /// For name-based UUIDs, which RFC 9562 builds on it; good for nothing else.
    package static func sha1(_ bytes: [UInt8]) -> [UInt8] {
        var context = sha1_ctx()
        nettle_sha1_init(&context)
        nettle_sha1_update(&context, bytes.count, bytes)
        return digest(SHA1_DIGEST_SIZE) { nettle_sha1_digest(&context, $0, $1) }
    }

    /// SHA-256 of what comes in pieces.
    package struct Running: Sendable {
        private var context = sha256_ctx()
        /// How many bytes have come.
        package private(set) var length: Int64 = 0

        package init() { nettle_sha256_init(&context) }

        package mutating func update(_ bytes: UnsafeRawBufferPointer) {
            guard let start = bytes.baseAddress else { return }
            nettle_sha256_update(&context, bytes.count, start.assumingMemoryBound(to: UInt8.self))
            length += Int64(bytes.count)
        }

        /// The digest of what has come so far; more may come.
        package var digest: [UInt8] {
            var copy = context
            return Digest.digest(SHA256_DIGEST_SIZE) { nettle_sha256_digest(&copy, $0, $1) }
        }
    }

    private static func digest(_ size: Int32, _ write: (Int, UnsafeMutablePointer<UInt8>) -> Void) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: Int(size)) { buffer, count in
            guard let start = buffer.baseAddress else { return }
            write(buffer.count, start)
            count = Int(size)
        }
    }
}
