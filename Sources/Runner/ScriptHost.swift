internal import Foundation
internal import Intercom
internal import IntercomScripting
public import Lua
internal import Records

/// Runs one script: owns its Lua state, on the thread of that state.
public actor ScriptHost {
  public let configuration: RunConfiguration
  let executor: LuaExecutor
  public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  var lua: LuaState?
  var services: ScriptServices?
  let engine: ContactEngine?
  var isStopping = false
  var feed: RecordFeed?

  public init(_ configuration: RunConfiguration, executor: LuaExecutor = LuaExecutor(name: "script")) {
    self.configuration = configuration
    self.executor = executor
    engine = configuration.client.map { ContactEngine(service: $0, options: configuration.engine) }
  }

  /// The state with all modules, opened at the first call.
  ///
  /// - Throws: `LuaError` where the memory limit does not allow for it, `RecordsError` where an input is not there.
  func open() throws -> LuaState {
    if let lua { return lua }
    let lua = try LuaState(executor: executor, configuration: configuration.lua)
    lua.output = configuration.output
    let services = ScriptServices(
      contacts: engine, client: configuration.client,
      attributes: configuration.client.map {
        AttributeCatalog($0, createsMissing: configuration.createsMissingAttributes)
      },
      log: configuration.log, now: { Date().timeIntervalSince1970 })
    services.allowsDelete = configuration.allowsDelete
    if !configuration.inputs.isEmpty { services.input = try RunInput(configuration) }
    for module in ModuleDeclaration.all { try lua.install(module, services: services) }
    try lua.set("parallel", parallelFunction())
    self.services = services
    self.lua = lua
    return lua
  }

  /// Compiles and runs the script's chunk.
  ///
  /// - Throws: `ScriptSource.ReadError`, `LuaError`, `LoadedScript.ShapeError`.
  func load() async throws -> LoadedScript {
    let lua = try open()
    let text = try configuration.script.text()
    let chunk = try lua.load(bytes: text, name: configuration.script.chunkName)
    let returned = try await lua.run(chunk, context: ScriptActivity(record: 0))
    return try LoadedScript(returned.first ?? .nil, in: lua)
  }

  /// Reads no further records and lets those in flight end.
  public func stop() {
    isStopping = true
    feed?.stop()
  }
}

/// The run's input as plain scripts iterate over it, and as a feed reads it.
final class RunInput: ScriptInput {
  let reader: RecordReader
  let sources: [String]
  private var left: Int?

  init(_ configuration: RunConfiguration) throws(RecordsError) {
    reader = try RecordReader(configuration.inputs, options: configuration.records)
    sources = configuration.inputs.map(\.name)
    left = configuration.limit
  }

  func next() throws(RecordsError) -> RecordItem? {
    if let left {
      guard left > 0 else { return nil }
      self.left = left - 1
    }
    return try reader.next()
  }
}
