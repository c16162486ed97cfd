import Foundation
import Intercom
import JSON

/// Checks a workspace from outside: who it is, what the token may do, the clock, the limits. Changes nothing.
struct WorkspaceDoctor {
    let workspace: Connection
    /// Where the workspace is thought to be.
    let region: Region

    private var client: IntercomClient { workspace.client }

    /// More seconds than this between the clocks are worth a word.
    private static let tolerance = 30.0

    func check(_ report: inout DoctorReport) async {
        guard await checkIdentity(&report) else { return }
        checkClock(&report)
        await checkPermissions(&report)
        await checkAttributes(&report)
        checkLimits(&report)
    }

    private func checkIdentity(_ report: inout DoctorReport) async -> Bool {
        do throws(IntercomError) {
            let identity = try await client.me()
            let name = identity.workspaceName.map { "\"\($0)\"" } ?? "?"
            report.add(
                .good, "workspace",
                "\(name) (\(identity.workspaceID ?? "?")) as \(identity.name ?? "?"), at \(client.configuration.baseURL)"
            )
            checkRegion(identity.region, &report)
            return true
        } catch {
            switch error.status {
            case 401?, 403?:
                report.add(
                    .bad(.tokenRefused), "workspace", error.message,
                    advice:
                        "Copy the token again from the app's Authentication page in Intercom's Developer Hub; it may be of another region."
                )
            default:
                report.add(
                    .bad(.unreachable), "workspace", error.message,
                    advice:
                        "Is \(client.configuration.baseURL) the right address, and does a proxy or firewall let you there?"
                )
            }
            return false
        }
    }

    private func checkRegion(_ said: String?, _ report: inout DoctorReport) {
        guard workspace.isLive, let said = said?.lowercased(), let hosted = Region(rawValue: said) else { return }
        if hosted == region {
            report.add(.good, "region", hosted.rawValue)
        } else {
            report.add(
                .warning, "region", "the workspace is hosted in \(hosted.rawValue), calls go to \(region.rawValue)",
                advice: "Use --region \(hosted.rawValue), or set INTERCOM_REGION=\(hosted.rawValue).")
        }
    }

    private func checkClock(_ report: inout DoctorReport) {
        guard let date = client.limits?.date else { return }
        let skew = Date().timeIntervalSince1970 - Double(date)
        if abs(skew) <= Self.tolerance {
            report.add(.good, "clock", "within \(Int(Self.tolerance)) s of Intercom's")
        } else {
            let way = skew > 0 ? "ahead of" : "behind"
            report.add(
                .warning, "clock", "\(Int(abs(skew))) s \(way) Intercom's: times such as last_seen_at will be off",
                advice: "Let the machine set its clock: timedatectl set-ntp true.")
        }
    }

    // MARK: What the token may do

    /// No contact has this id, so a change of it changes nothing.
    private static let nobody = "000000000000000000000000"

    private func checkPermissions(_ report: inout DoctorReport) async {
        let reads = [
            ("read contacts", HTTPCall.Method.get, "/contacts?per_page=1", JSONValue?.none),
            (
                "search contacts", .post, "/contacts/search",
                ["query": ["field": "email", "operator": "=", "value": "nobody@example.com"]]
            ),
            ("read attributes", .get, "/data_attributes?model=contact", nil), ("read tags", .get, "/tags", nil),
        ]
        var allowed: [String] = []
        var refused: [String] = []
        for (what, method, path, body) in reads + [("write contacts", .put, "/contacts/\(Self.nobody)", [:])] {
            guard let status = try? await client.request(method, path, body: body).status else { continue }
            // For a contact that there is not, 404 means that everything else was fine.
            if status == 401 || status == 403 { refused.append(what) } else { allowed.append(what) }
        }
        if !allowed.isEmpty { report.add(.good, "permissions", "may " + allowed.joined(separator: ", ")) }
        if !refused.isEmpty {
            report.add(
                .bad(.tokenRefused), "permissions", "may not " + refused.joined(separator: ", "),
                advice: "Give the app these permissions on its Authentication page, and install it again.")
        }
    }

    private func checkAttributes(_ report: inout DoctorReport) async {
        guard let attributes = try? await client.dataAttributes(includeArchived: false) else { return }
        let custom = attributes.filter(\.isCustom)
        let names = custom.prefix(8).map(\.name).joined(separator: ", ") + (custom.count > 8 ? ", …" : "")
        report.add(.good, "attributes", custom.isEmpty ? "no custom ones" : "\(custom.count) custom ones: \(names)")
    }

    private func checkLimits(_ report: inout DoctorReport) {
        guard let limits = client.limits else {
            return report.add(.good, "limits", "the server reports none")
        }
        let text = "\(limits.limit) calls in 10 s, \(limits.remaining) left of these"
        if limits.remaining * 10 < limits.limit {
            report.add(
                .warning, "limits", text, advice: "Something else uses the same app: runs will be slower while it does."
            )
        } else {
            report.add(.good, "limits", text)
        }
    }
}
