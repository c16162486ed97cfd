public import Ledger

extension PostgresLedger {
    /// A run in which something is written is marked as touched after so many milliseconds again: not with every batch, for
    /// those who share a run would wait for each other at its row.
    static let touchPause = 1000

    public func write(_ batch: LedgerBatch) async throws(LedgerError) {
        try await session.perform { connection in
            let rows = try connection.query(Self.writing(), Self.parameters(batch))
            guard rows.first?.int("runs") == 1 else { throw LedgerError.unknown(batch.run) }
        }
    }

    static func parameters(_ batch: LedgerBatch) -> [PostgresValue] {
        let inputs = batch.inputs.sorted { $0.key < $1.key }
        return [.text(batch.run.description), .text(batch.workspace), .int(batch.time)] + BatchColumns(batch).parameters
            + [
                .ints(inputs.map(\.key)), .ints(inputs.map(\.value.length)), .blobs(inputs.map(\.value.digest)),
            ]
    }

    /// One statement that writes a batch: one round trip, one transaction. Each part of it depends on `run`, so that without
    /// a run nothing is written at all, and the count that it returns says so.
    ///
    /// - Parameters:
    ///   - run: finds the number of the run $1, if it may be written to.
    ///   - more: further parts.
    static func writing(
        run: String = "SELECT number FROM runs WHERE id = $1", more: String = ""
    ) -> String {
        """
        WITH run AS (\(run)), touched AS (
            UPDATE runs SET touched_at = greatest(touched_at, $3::bigint) FROM run
            WHERE runs.number = run.number AND touched_at <= $3::bigint - \(touchPause)
        ), intents AS (
            INSERT INTO operations SELECT run.number, o.* FROM run, unnest($4::bigint[], $5::bigint[], $6::bytea[],
                $7::text[], $8::text[], $9::text[], $10::text[], $11::bigint[], $12::bigint[], $13::text[], $14::text[],
                $15::text[], $16::bigint[]) AS o
            ON CONFLICT (run, record, number) DO UPDATE SET fingerprint = excluded.fingerprint,
                action = excluded.action, field = excluded.field, value = excluded.value, contact = excluded.contact,
                started_at = excluded.started_at, ended_at = excluded.ended_at, outcome = excluded.outcome,
                email = excluded.email, external_id = excluded.external_id, updated_at = excluded.updated_at
        ), ends AS (
            UPDATE operations SET ended_at = e.ended_at, outcome = e.outcome, contact = coalesce(e.contact,
                operations.contact), email = e.email, external_id = e.external_id, updated_at = e.updated_at
            FROM run, unnest($17::bigint[], $18::bigint[], $19::bigint[], $20::text[], $21::text[], $22::text[],
                $23::text[], $24::bigint[]) AS e (record, number, ended_at, outcome, contact, email, external_id,
                updated_at)
            WHERE operations.run = run.number AND operations.record = e.record AND operations.number = e.number
        ), results AS (
            INSERT INTO records SELECT run.number, r.* FROM run, unnest($25::bigint[], $26::bigint[], $27::text[],
                $28::text[], $29::text[], $30::text[], $31::text[], $32::bigint[], $33::text[], $34::bytea[],
                $35::bigint[], $36::text[], $37::text[], $38::text[], $39::text[], $40::text[], $41::text[]) AS r
            ON CONFLICT (run, number) DO UPDATE SET line = excluded.line, outcome = excluded.outcome,
                action = excluded.action, field = excluded.field, value = excluded.value, contact = excluded.contact,
                attempts = excluded.attempts, reason = excluded.reason, payload = excluded.payload,
                ended_at = excluded.ended_at, source = excluded.source, error_code = excluded.error_code,
                error_message = excluded.error_message, request_id = excluded.request_id,
                error_details = excluded.error_details, original = excluded.original
        ), known AS (
            INSERT INTO identities SELECT $2, i.* FROM run, unnest($42::text[], $43::text[], $44::text[],
                $45::bigint[]) AS i
            ON CONFLICT (workspace, field, value) DO UPDATE SET contact = excluded.contact, seen_at = excluded.seen_at
        ), lost AS (
            DELETE FROM identities USING run, unnest($46::text[], $47::text[]) AS l (field, value)
            WHERE workspace = $2 AND identities.field = l.field AND identities.value = l.value
        ), gone AS (
            INSERT INTO gone_contacts SELECT $2, contact FROM run, unnest($48::text[]) AS contact
            ON CONFLICT DO NOTHING
        ), returned AS (
            DELETE FROM gone_contacts USING run WHERE workspace = $2 AND contact = ANY($49::text[])
        ), changed AS (
            DELETE FROM payloads USING run WHERE workspace = $2 AND contact = ANY($50::text[])
                AND (contact, payload) NOT IN (SELECT * FROM unnest($51::text[], $52::bytea[]))
        ), pushed AS (
            INSERT INTO payloads SELECT $2, p.* FROM run, unnest($51::text[], $52::bytea[]) AS p
            ON CONFLICT DO NOTHING
        ), progress AS (
            UPDATE inputs SET read_length = p.length, read_digest = p.digest
            FROM run, unnest($53::bigint[], $54::bigint[], $55::bytea[]) AS p (position, length, digest)
            WHERE inputs.run = run.number AND inputs.position = p.position
        )\(more) SELECT count(*) AS runs FROM run
        """
    }
}
