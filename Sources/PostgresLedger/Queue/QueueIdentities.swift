public import Ledger
internal import Synchronization

/// Which workers are at which contacts of a run: each identity of a contact is one worker's at a time. That of a worker that is
/// gone is free when its lease is.
///
/// Those who come and those who go are gathered, so that many take one round trip.
public final class QueueIdentities: Sendable {
    /// What is known of identities that were taken.
    private struct Taken: Sendable {
        /// The contacts as other workers left them.
        var contacts: [WrittenContact]
        /// Whether somebody had one of them who is gone.
        var isDoubtful: Bool

        init(_ rows: [PostgresRow], _ worker: Int64) {
            contacts = rows.compactMap { row in
                guard let id = row.text("contact"), row.int("seen_by") != worker else { return nil }
                return WrittenContact(
                    id: id, email: row.text("email"), externalID: row.text("external_id"),
                    updatedAt: row.int("updated_at"), isGone: row.bool("is_gone"))
            }
            isDoubtful = rows.contains { $0.bool("is_doubtful") }
        }
    }

    private struct Wish: Sendable {
        var identities: [String]
        /// Is told nil where somebody else has one of them.
        var answer: CheckedContinuation<Result<Taken?, LedgerError>, Never>
    }

    private struct Return: Sendable {
        var identity: String
        var contact: WrittenContact?
    }

    private struct State: Sendable {
        var wishes: [Wish] = []
        var returns: [Return] = []
        var isBusy = false
    }

    private let session: PostgresSession
    private let worker: Int64
    private let run: Int64
    private let state = Mutex(State())

    /// The longest pause between two tries, in seconds.
    private static let longestPause = 0.25

    init(_ worker: QueueWorker, run: Int64) {
        session = worker.aside
        self.worker = worker.lease.worker
        self.run = run
    }

    /// Waits until nobody else has any of these identities, and takes them. This process must not ask for one that it has.
    ///
    /// - Returns: the contacts with these identities as other workers left them.
    public func enter(_ identities: [String]) async throws(LedgerError) -> [WrittenContact] {
        try await take(identities).contacts
    }

    /// The same for contacts themselves, by their ids.
    ///
    /// - Returns: whether somebody else may have written to one of them: has said so, or had one and is gone.
    public func claim(_ ids: [String]) async throws(LedgerError) -> Bool {
        let taken = try await take(ids.map(Self.contact))
        return taken.isDoubtful || !taken.contacts.isEmpty
    }

    /// Gives contacts back.
    public func release(_ ids: [String], wereWritten: Bool) {
        for id in ids {
            let written = WrittenContact(id: id, email: nil, externalID: nil, updatedAt: nil)
            leave([Self.contact(id)], wereWritten ? written : nil)
        }
    }

    /// No field that contacts are matched by is called so.
    private static func contact(_ id: String) -> String { "contact \(id)" }

    private func take(_ identities: [String]) async throws(LedgerError) -> Taken {
        var pause = 0.01
        while true {
            let answer = await withCheckedContinuation { continuation in
                work { $0.wishes.append(Wish(identities: identities, answer: continuation)) }
            }
            if let taken = try answer.get() { return taken }
            try? await Task.sleep(for: .seconds(pause * Double.random(in: 0.5...1)))
            pause = min(pause * 1.5, Self.longestPause)
        }
    }

    /// Gives identities back. Who asks for them after that in this process gets them after that.
    public func leave(_ identities: [String], _ contact: WrittenContact?) {
        work { $0.returns += identities.map { Return(identity: $0, contact: contact) } }
    }

    private func work(_ change: (inout State) -> Void) {
        let begins = state.withLock { state in
            change(&state)
            defer { state.isBusy = true }
            return !state.isBusy
        }
        if begins { Task { await workOff() } }
    }

    private func workOff() async {
        while true {
            let (wishes, returns) = state.withLock { state in
                defer { (state.wishes, state.returns) = ([], []) }
                state.isBusy = !state.wishes.isEmpty || !state.returns.isEmpty
                return (state.wishes, state.returns)
            }
            if wishes.isEmpty, returns.isEmpty { return }
            let (run, worker) = (run, worker)
            let wanted = wishes.map(\.identities)
            do throws(LedgerError) {
                let answers = try await session.perform { connection in
                    try PostgresSession.transaction(connection) {
                        try Self.giveBack(returns, run, worker, connection)
                        return try Self.take(wanted, run, worker, connection)
                    }
                }
                for (wish, answer) in zip(wishes, answers) { wish.answer.resume(returning: .success(answer)) }
            } catch {
                for wish in wishes { wish.answer.resume(returning: .failure(error)) }
            }
        }
    }

    private static func giveBack(
        _ returns: [Return], _ run: Int64, _ worker: Int64, _ connection: PostgresConnection
    ) throws {
        if returns.isEmpty { return }
        let returns = returns.sorted { $0.identity < $1.identity }
        try connection.query(
            """
            UPDATE queue_identities AS known SET holder = NULL, taken_by = NULL, is_doubtful = false, seen_by = $2::bigint,
                contact = coalesce(r.contact, known.contact),
                email = CASE WHEN r.contact IS NULL THEN known.email ELSE r.email END,
                external_id = CASE WHEN r.contact IS NULL THEN known.external_id ELSE r.external_id END,
                updated_at = CASE WHEN r.contact IS NULL THEN known.updated_at ELSE r.updated_at END,
                is_gone = CASE WHEN r.contact IS NULL THEN known.is_gone ELSE r.is_gone = 1 END
            FROM unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::bigint[])
                AS r (identity, contact, email, external_id, updated_at, is_gone)
            WHERE run = $1 AND known.identity = r.identity AND holder = $2
            """,
            [
                .int(run), .int(worker), .texts(returns.map(\.identity)), .texts(returns.map(\.contact?.id)),
                .texts(returns.map(\.contact?.email)), .texts(returns.map(\.contact?.externalID)),
                .ints(returns.map(\.contact?.updatedAt)),
                .ints(returns.map { $0.contact?.isGone == true ? 1 : 0 }),
            ])
    }

    /// Takes all identities of a wish, or none.
    private static func take(
        _ wishes: [[String]], _ run: Int64, _ worker: Int64, _ connection: PostgresConnection
    ) throws -> [Taken?] {
        if wishes.isEmpty { return [] }
        let got = try rows(of: wishes.flatMap(\.self).sorted(), run, worker, connection)
        var spared: [String] = []
        let answers = wishes.map { identities -> Taken? in
            let mine = identities.compactMap { got[$0] }
            if mine.count == identities.count { return Taken(mine, worker) }
            spared += identities.filter { got[$0] != nil }
            return nil
        }
        if !spared.isEmpty {
            try connection.query(
                """
                UPDATE queue_identities SET holder = NULL, taken_by = NULL
                WHERE run = $1 AND holder = $2 AND identity = ANY($3::text[])
                """, [.int(run), .int(worker), .texts(spared)])
        }
        return answers
    }

    /// Takes those that nobody else has.
    private static func rows(
        of identities: [String], _ run: Int64, _ worker: Int64, _ connection: PostgresConnection
    ) throws -> [String: PostgresRow] {
        try QueueLook.holdLease(.int(worker), connection)
        let rows = try connection.query(
            """
            INSERT INTO queue_identities AS known (run, identity, holder, taken_by)
            SELECT $1::bigint, identity, $2::bigint, $2::bigint FROM unnest($3::text[]) AS identity ORDER BY identity
            ON CONFLICT (run, identity) DO UPDATE SET holder = excluded.holder, taken_by = excluded.holder,
                is_doubtful = known.is_doubtful OR coalesce(known.taken_by <> excluded.holder, false)
            WHERE known.holder IS NULL OR known.holder = excluded.holder RETURNING *
            """, [.int(run), .int(worker), .texts(identities)])
        return Dictionary(rows.map { ($0.text("identity") ?? "", $0) }) { $1 }
    }
}
