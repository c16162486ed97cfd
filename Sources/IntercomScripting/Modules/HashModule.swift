internal import Digests
internal import Lua

extension ModuleDeclaration {
    /// `hash`: fingerprints, signatures and identifiers.
    public static let hash = ModuleDeclaration(
        "hash", "Fingerprints, signatures and identifiers of texts and bytes.",
        functions: [hashSHA256, hashHMAC] + hashEncodings + [hashUUID, hashUUIDOfName])

    private static let bytesParameter = ParameterDeclaration("s", "string", "The text, or any bytes.")

    private static let hashSHA256 = FunctionDeclaration(
        "sha256", "The SHA-256 of a text, as advertising platforms take email addresses.", parameters: [bytesParameter],
        results: [ParameterDeclaration("digest", "string", "64 hexadecimal digits.")],
        example: """
            print(hash.sha256("ada@acme.io"))
            --> 2c35803c31b4bb23c4fdac9093daa484f28211d0b2a4d67355acadb4a4edbecc
            """
    ) { _, call in call.return(Hexadecimal.encode(Digest.sha256(try call.bytes(1)))) }

    private static let hashHMAC = FunctionDeclaration(
        "hmac_sha256", "The HMAC-SHA-256 of a text, as Intercom's identity verification takes for a user.",
        parameters: [ParameterDeclaration("key", "string", "The secret."), bytesParameter],
        results: [ParameterDeclaration("digest", "string", "64 hexadecimal digits.")],
        example: """
            print(hash.hmac_sha256("key", "The quick brown fox jumps over the lazy dog"))
            --> f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8
            """
    ) { _, call in call.return(Hexadecimal.encode(Digest.hmacSHA256(key: try call.bytes(1), try call.bytes(2)))) }

    private static let base64Options = ParameterDeclaration.table(
        "options", [ParameterDeclaration("url", "boolean?", "Makes it fit for URLs: `-` and `_`, no padding.")],
        "How to write it.", isOptional: true)

    private static let hashEncodings: [FunctionDeclaration] = [
        FunctionDeclaration(
            "hex", "The bytes of a text as hexadecimal digits.", parameters: [bytesParameter],
            results: [ParameterDeclaration("digits", "string", "Two digits a byte, in small letters.")],
            example: """
                print(hash.hex("Ada"), hash.from_hex("416461")) --> 416461	Ada
                """
        ) { _, call in call.return(Hexadecimal.encode(try call.bytes(1))) },
        FunctionDeclaration(
            "from_hex", "The bytes that hexadecimal digits stand for.",
            parameters: [ParameterDeclaration("digits", "string", "Two digits a byte.")],
            results: [ParameterDeclaration("s", "string", "The bytes.")],
            example: """
                print(hash.from_hex("c3a9")) --> é
                """
        ) { _, call in
            guard let bytes = Hexadecimal.decode(try call.bytes(1)) else {
                throw call.error(1, "pairs of hexadecimal digits expected")
            }
            call.return(LuaBytes(bytes))
        },
        FunctionDeclaration(
            "base64", "A text in Base64.",
            parameters: [
                bytesParameter,
                base64Options,
            ],
            results: [ParameterDeclaration("text", "string", "The Base64.")],
            example: """
                print(hash.base64("Ada?>"), hash.base64("Ada?>", { url = true })) --> QWRhPz4=	QWRhPz4
                """
        ) { _, call in
            let isURLSafe = try ModuleOptions(call, 2, base64Options).flag("url")
            call.return(LuaBytes(Base64.encode(try call.bytes(1), isURLSafe: isURLSafe)))
        },
        FunctionDeclaration(
            "from_base64", "The bytes that Base64 stands for, in either of its alphabets, padded or not.",
            parameters: [ParameterDeclaration("text", "string", "The Base64.")],
            results: [ParameterDeclaration("s", "string", "The bytes.")],
            example: """
                print(hash.from_base64("QWRh")) --> Ada
                """
        ) { _, call in
            guard let bytes = Base64.decode(try call.bytes(1)) else { throw call.error(1, "this is no Base64") }
            call.return(LuaBytes(bytes))
        },
    ]

    private static let hashUUID = FunctionDeclaration(
        "uuid", "A new, random UUID (version 4).",
        results: [ParameterDeclaration("uuid", "string", "36 characters, in small letters.")],
        example: """
            print(#hash.uuid(), hash.uuid() ~= hash.uuid()) --> 36	true
            """
    ) { services, call in call.return(UniqueIdentifier(from: &services.random).description) }

    private static let hashUUIDOfName = FunctionDeclaration(
        "uuid5", "The UUID of a name (version 5): the same one every time, so that it can be an external id.",
        parameters: [
            ParameterDeclaration("namespace", "string", "A UUID of your own, or one of `dns`, `url`, `oid`, `x500`."),
            ParameterDeclaration("name", "string", "The name."),
        ],
        results: [ParameterDeclaration("uuid", "string", "36 characters, in small letters.")],
        example: """
            print(hash.uuid5("dns", "www.example.com")) --> 2ed6657d-e927-568b-95e1-2665a8aea6a2
            """
    ) { _, call in
        let text = try call.argument(1, as: String.self)
        guard let namespace = UniqueIdentifier(UniqueIdentifier.namespaces[text] ?? text) else {
            throw call.error(1, "\"\(text)\" is no UUID and none of dns, url, oid, x500")
        }
        call.return(UniqueIdentifier(namespace: namespace, name: try call.bytes(2)).description)
    }
}

extension LuaCall {
    /// The bytes of a string; those of a number's text.
    fileprivate func bytes(_ position: Int) throws(LuaArgumentError) -> [UInt8] {
        if self[position].kind == .number { return Array(self[position].numeral.utf8) }
        return try argument(position, as: LuaBytes.self).bytes
    }
}
