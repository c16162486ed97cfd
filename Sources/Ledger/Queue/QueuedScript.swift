/// What a queued run is carried out with: kept with the run, so that all workers do the same.
public struct QueuedScript: Sendable, Hashable {
    /// As messages call its chunk.
    public var chunkName: String
    public var text: [UInt8]
    /// The files that it requires, by the names that it requires them with.
    public var modules: [String: [UInt8]]
    /// How it is to be run, as the program wrote it down: JSON.
    public var settings: String

    public init(chunkName: String, text: [UInt8], modules: [String: [UInt8]], settings: String) {
        self.chunkName = chunkName
        self.text = text
        self.modules = modules
        self.settings = settings
    }
}
