internal import Emulator
internal import EmulatorTesting
public import Intercom
internal import JSON
public import Records
public import Runner

/// Runs a script over records without any network, to see which of them would be rejected.
///
/// Nobody is asked anything: contacts are those of a workspace file, or there are none; so whether one that is to be updated
/// or deleted exists is not judged unless there is such a file.
public struct RecordCheck: Sendable {
    /// What came of it.
    public struct Outcome: Sendable {
        /// The records that could be judged.
        public var summary: RunSummary
        /// How many records need a contact that only Intercom knows of.
        public var unknownContacts: Int
        /// The archived attributes that records would write to.
        public var archivedAttributes: [Intercom.DataAttribute] = []
    }

    private let configuration: RunConfiguration
    private let workspace: AttributeFile?

    /// - Parameters:
    ///   - configuration: the script and its input; what it says of the network is not used.
    ///   - workspace: what is there; nil for a workspace that takes every custom attribute, with the type of its first value.
    public init(_ configuration: RunConfiguration, workspace: AttributeFile?) {
        self.configuration = configuration
        self.workspace = workspace
    }

    /// - Throws: what keeps the script from being run: ``RunFailure``; `AttributeFile.Unreadable` for a workspace that
    ///   cannot be.
    public func run() async throws -> Outcome {
        var settings = EmulatorConfiguration()
        settings.rateLimit = nil
        let core = try EmulatorCore(settings)
        if let workspace {
            do { try core.seed(workspace.document) } catch {
                throw AttributeFile.Unreadable(description: "the workspace cannot be: \(error)")
            }
        }
        var configuration = configuration
        configuration.client = try IntercomClient(
            IntercomConfiguration(token: try AccessToken("no-token-at-all")), transport: EmulatorTransport(core))
        configuration.isDryRun = true
        configuration.createsMissingAttributes = workspace == nil
        let tally = RecordTally(knowsContacts: workspace?.hasContacts == true)
        let host = ScriptHost(configuration)
        _ = try await host.run(observer: tally)
        var outcome = tally.outcome
        outcome.archivedAttributes = await host.archivedAttributes
        return outcome
    }

    /// The names of the fields that records have: those of the first ones, which is all of them for CSV.
    public static func fields(
        of inputs: [RecordInput], options: RecordOptions
    ) throws(RecordsError) -> Set<String>? {
        // What comes through a pipe can be read only once.
        guard !inputs.contains(.standardInput) else { return nil }
        let reader = try RecordReader(inputs, options: options)
        var fields: Set<String> = []
        var isEmpty = true
        var count = 0
        while count < 1000, let item = try reader.next() {
            count += 1
            guard case .record(let record) = item else { continue }
            isEmpty = false
            if case .row(let row) = record.payload {
                fields.formUnion(row.header.names)
            } else {
                fields.formUnion(record.object.keys)
            }
        }
        return isEmpty ? nil : fields
    }
}

extension AttributeFile {
    fileprivate var hasContacts: Bool { document["contacts"]?.array?.isEmpty == false }
}
