internal import Intercom
internal import IntercomScripting
internal import Runner

/// The workspace as the prompt writes to it: for real, or to an overlay that only this session sees.
///
/// Lives on the thread of Lua, whose functions it gives their engine.
final class PromptWorkspace {
    let services: ScriptServices
    let client: IntercomClient
    private let now: @Sendable () -> Double
    private let real: Plane
    private var overlay: Plane?
    /// Whether contacts may be deleted for real.
    let allowsDelete: Bool

    /// One way to write, with what it has written.
    private struct Plane {
        let engine: ContactEngine
        let journal: WriteJournal

        init(_ service: any ContactsService) {
            journal = WriteJournal(over: service)
            // Between two lines somebody may have changed contacts in Intercom.
            var options = EngineOptions()
            options.readsAfresh = true
            engine = ContactEngine(service: journal, options: options)
        }
    }

    /// - Returns: nil where the services have no API to talk to.
    init?(_ services: ScriptServices, isDry: Bool, now: @escaping @Sendable () -> Double) {
        guard let client = services.client else { return nil }
        self.services = services
        self.client = client
        self.now = now
        real = Plane(client)
        allowsDelete = services.allowsDelete
        let journal = real.journal
        services.willWritePast = { journal.note(past: $0) }
        services.announcesRehearsals = false
        services.deletionAdvice = "See what would go with :dry, then start the prompt with --allow-delete."
        if isDry { rehearse() } else { commit() }
    }

    /// Whether writes go to the overlay.
    var isDry: Bool { overlay != nil }

    private var plane: Plane { overlay ?? real }
    var engine: ContactEngine { plane.engine }
    /// What was written in the mode that is on.
    var journal: WriteJournal { plane.journal }

    /// From now on writes go to a new overlay.
    func rehearse() {
        let now = self.now
        overlay = Plane(OverlayService(over: client, now: { Int64(now()) }))
        follow()
    }

    /// From now on writes are real; the overlay is gone.
    func commit() {
        overlay = nil
        follow()
    }

    private func follow() {
        services.contacts = engine
        services.isDryRun = isDry
        services.allowsDelete = allowsDelete || isDry
    }

    // MARK: Undoing

    /// Takes a write to the overlay back.
    func takeBack(_ write: ContactWrite, to mark: OverlayService.Mark) {
        journal.overlay?.goBack(to: mark)
        if let before = write.before { engine.noteWritten(before) } else { engine.noteGone(id: write.id) }
    }

    /// What undoes writes at the workspace itself.
    var undoing: Undoing { Undoing(client: client, engine: engine) }
}
