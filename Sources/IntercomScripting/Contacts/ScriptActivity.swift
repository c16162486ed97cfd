public import Intercom

/// What a script did on behalf of one record: kept as the context of the call that runs it.
///
/// Operations that a record starts are carried out off Lua's thread, but note themselves here on it.
public final class ScriptActivity {
  /// The number of the record.
  public let record: Int
  /// How its operations ended, in order.
  public private(set) var results: [ContactResult] = []
  /// Whether an operation was begun, also one that failed.
  public internal(set) var hasOperations = false
  /// Told before the first write of each operation.
  public let observer: (any EngineObserver)?
  /// Announces to the engine that operations may come, so that lookups go out together.
  public let contributor: Contributor?

  public init(record: Int, observer: (any EngineObserver)? = nil, contributor: Contributor? = nil) {
    self.record = record
    self.observer = observer
    self.contributor = contributor
  }

  func note(_ result: ContactResult) { results.append(result) }
}
