internal import Digests
internal import Intercom

extension ContactOperation {
    /// Stands for all that the operation is to do: equal for equal ones, and as good as never for others.
    var fingerprint: [UInt8] {
        var bytes = attributes.encoded()
        func append(_ field: String?) {
            // No byte of UTF-8.
            bytes.append(0xFF)
            if var field { field.withUTF8 { bytes.append(contentsOf: $0) } }
        }
        append(kind.rawValue)
        append(key?.field.rawValue)
        append(key?.value)
        append(onMultiple?.rawValue)
        append(restore ? "restore" : nil)
        append(alwaysUpdate ? "always" : nil)
        append(expectedEmail)
        append(expectedExternalID)
        return Digest.sha256(bytes, length: 16)
    }
}
