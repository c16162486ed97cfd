import Foundation
import Intercom
import JSON

/// What can be set otherwise than by a flag: the one table of settings.
enum Setting: String, CaseIterable {
    case region
    case baseURL = "base_url"
    case tokenFile = "token_file"
    case maxTime = "max_time"
    case maxMemory = "max_memory"

    /// The environment variable.
    var variable: String {
        switch self {
        case .region: "INTERCOM_REGION"
        case .baseURL: "INTERCOM_BASE_URL"
        case .tokenFile: "INTERCOM_TOKEN_FILE"
        case .maxTime: "INTERCOM_LUA_MAX_TIME"
        case .maxMemory: "INTERCOM_LUA_MAX_MEMORY"
        }
    }

    var flag: String { "--" + rawValue.replacing("_", with: "-") }

    var meaning: String {
        switch self {
        case .region: "The region of the workspace: us, eu or au."
        case .baseURL: "Where the API is: https, or http on this machine."
        case .tokenFile: "The file that holds the access token."
        case .maxTime: "Lua's own time for one record, in seconds."
        case .maxMemory: "Memory for the script, in MB."
        }
    }

    /// What holds where nobody says anything.
    var standard: String? {
        switch self {
        case .region: "us"
        case .baseURL, .tokenFile: nil
        case .maxTime: "10"
        case .maxMemory: "256"
        }
    }
}

/// A setting's value, and where it comes from.
struct ResolvedSetting: Equatable {
    enum Origin: Equatable {
        case flag, environment, standard
        case file(String)
    }

    var setting: Setting
    /// Nil where nobody says anything, and nothing holds then.
    var value: String?
    var origin: Origin

    /// "--region", "INTERCOM_REGION", "project file /…/intercom-lua.json", "default".
    var source: String {
        switch origin {
        case .flag: setting.flag
        case .environment: setting.variable
        case .file(let path): path
        case .standard: "default"
        }
    }
}

/// The settings in force: a flag overrules the environment, that the project's file, that the default.
struct Settings {
    private let environment: [String: String]
    let file: ProjectFile?

    init(environment: [String: String] = ProcessInfo.processInfo.environment, file: ProjectFile?) {
        self.environment = environment
        self.file = file
    }

    /// Those of this process, in its folder.
    ///
    /// - Throws: `CommandFailure` for a project file that makes no sense.
    static func current() throws -> Settings {
        Settings(file: try ProjectFile.find(from: FileManager.default.currentDirectoryPath))
    }

    func resolve(_ setting: Setting, flag: String? = nil) -> ResolvedSetting {
        if let flag { return ResolvedSetting(setting: setting, value: flag, origin: .flag) }
        if let text = environment[setting.variable], !text.isEmpty {
            return ResolvedSetting(setting: setting, value: text, origin: .environment)
        }
        if let file, let value = file.values[setting] {
            return ResolvedSetting(setting: setting, value: value, origin: .file(file.path))
        }
        return ResolvedSetting(setting: setting, value: setting.standard, origin: .standard)
    }

    /// A setting that must be a number.
    func number(_ setting: Setting, flag: Double? = nil) throws -> Double {
        let resolved = resolve(setting, flag: flag.map { "\($0)" })
        guard let number = resolved.value.flatMap(Double.init), number > 0, number < 1e6 else {
            throw CommandFailure(
                .usage,
                "\(resolved.source): \(setting.rawValue) must be a number of more than 0, not \"\(resolved.value ?? "")\""
            )
        }
        return number
    }

    func region(flag: Region?) throws -> Region {
        let resolved = resolve(.region, flag: flag?.rawValue)
        guard let region = resolved.value.flatMap(Region.init(rawValue:)) else {
            throw CommandFailure(
                .usage, "\(resolved.source): the region must be us, eu or au, not \"\(resolved.value ?? "")\"")
        }
        return region
    }
}
