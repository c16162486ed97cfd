internal import Digests
internal import Intercom

extension ContactOperation {
    /// Stands for all that the operation is to do: equal for equal ones, and as good as never for others.
    var fingerprint: [UInt8] {
        var bytes = attributes.encoded()
        let fields = [
            kind.rawValue, key?.field.rawValue ?? "", key?.value ?? "", onMultiple?.rawValue ?? "",
            restore ? "restore" : "", alwaysUpdate ? "always" : "", expectedEmail ?? "", expectedExternalID ?? "",
        ]
        for var field in fields {
            // No byte of UTF-8.
            bytes.append(0xFF)
            field.withUTF8 { bytes.append(contentsOf: $0) }
        }
        return Array(Digest.sha256(bytes).prefix(16))
    }
}
