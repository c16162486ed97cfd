/// A version of Intercom's API, as in the header `Intercom-Version`.
///
/// The versions known are those of the public OpenAPI files, 2.0 to 2.16, and `Preview` (called `Unstable` before),
/// which stands above all of them.
public struct APIVersion: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The minor number of 2.x.
    let minor: Int
    private let name: String

    private init(minor: Int, name: String) {
        self.minor = minor
        self.name = name
    }

    static let v2_3 = APIVersion(minor: 3, name: "2.3")
    /// The first version whose OpenAPI file is public; older answers are as recorded in 2.3.
    static let v2_7 = APIVersion(minor: 7, name: "2.7")
    static let v2_11 = APIVersion(minor: 11, name: "2.11")
    static let v2_13 = APIVersion(minor: 13, name: "2.13")
    /// The newest stable version, and the emulator's default.
    public static let v2_16 = APIVersion(minor: 16, name: "2.16")
    public static let preview = APIVersion(minor: .max, name: "Preview")

    private static let stable: [String: APIVersion] = {
        var versions: [String: APIVersion] = [:]
        for minor in 0...16 { versions["2.\(minor)"] = APIVersion(minor: minor, name: "2.\(minor)") }
        return versions
    }()

    /// Nil for a version that the emulator does not know, 1.x included, whose contacts were users and leads apart.
    public init?(_ text: String) {
        if let known = Self.stable[text] {
            self = known
        } else if text.lowercased() == "preview" || text.lowercased() == "unstable" {
            self.init(minor: .max, name: text)
        } else {
            return nil
        }
    }

    public var description: String { name }

    public static func < (left: APIVersion, right: APIVersion) -> Bool { left.minor < right.minor }
    public static func == (left: APIVersion, right: APIVersion) -> Bool { left.minor == right.minor }
    public func hash(into hasher: inout Hasher) { hasher.combine(minor) }

    var isPreview: Bool { minor == .max }
    /// Delete and archive answers say `object` in 2.3 [recorded] and `type`, with the external id, since.
    var answersWithObjectKey: Bool { minor < 7 }
    /// `owner_id` is a number up to 2.15 and a string since 2.16.
    var ownerIsText: Bool { minor >= 16 }
    /// A merged contact answers 410 with a `Link` header since 2.16, 404 before.
    var mergedIsGone: Bool { minor >= 16 }
    /// Fields that the OpenAPI files have and the recordings of 2.3 have not.
    var hasNewerContactFields: Bool { minor >= 7 }
    var hasFormattedPhone: Bool { minor == 11 || isPreview }
    var hasSearchSort: Bool { minor >= 16 }
    var hasMergeHistory: Bool { minor >= 16 }
    var hasBanners: Bool { minor >= 16 }
    /// `find_by_external_id` and `block` came with 2.13.
    var hasFindByExternalID: Bool { minor >= 13 }
    /// `language_override` can be written in the preview only.
    var writesLanguageOverride: Bool { isPreview }
}
