/// Why an emulator could not start, or could not save.
public enum EmulatorError: Error, Sendable, CustomStringConvertible {
    /// The workspace file cannot be read, written or understood.
    case workspaceFile(path: String, reason: String)
    /// There is no file to save to.
    case noWorkspaceFile
    /// The address cannot be listened at.
    case cannotListen(host: String, port: Int, reason: String)

    public var description: String {
        switch self {
        case .workspaceFile(let path, let reason): "the workspace file \(path) \(reason)"
        case .noWorkspaceFile: "the emulator was started without a workspace file"
        case .cannotListen(let host, let port, let reason): "cannot listen at \(host):\(port): \(reason)"
        }
    }
}
