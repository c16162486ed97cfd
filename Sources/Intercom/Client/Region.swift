/// Where a workspace's data is hosted, which decides the host that answers for it.
///
/// `api.intercom.io` attempts to route to the right region; the others are explicit
/// (https://developers.intercom.com/docs/build-an-integration/learn-more/rest-apis).
public enum Region: String, Sendable, Hashable, CaseIterable {
    case us, eu, au

    /// The base of every URL in this region.
    public var baseURL: BaseURL {
        switch self {
        case .us: BaseURL(scheme: "https", host: "api.intercom.io", port: nil)
        case .eu: BaseURL(scheme: "https", host: "api.eu.intercom.io", port: nil)
        case .au: BaseURL(scheme: "https", host: "api.au.intercom.io", port: nil)
        }
    }
}
