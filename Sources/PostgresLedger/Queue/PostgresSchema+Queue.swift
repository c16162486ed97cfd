extension PostgresSchema {
    /// On which workers are told that there may be something to do.
    static let queueChannel = "intercom_lua_queue"

    /// The queue. Records that have ended leave it; everything else of a run goes with the run.
    static let queue = """
        CREATE TABLE queue_texts (digest bytea PRIMARY KEY, text bytea NOT NULL);
        CREATE TABLE queue_runs (
            run bigint PRIMARY KEY REFERENCES runs ON DELETE CASCADE,
            is_open boolean NOT NULL DEFAULT false,
            chunk_name text NOT NULL,
            script bytea NOT NULL REFERENCES queue_texts,
            settings text NOT NULL
        );
        CREATE TABLE queue_modules (
            run bigint NOT NULL REFERENCES queue_runs ON DELETE CASCADE,
            name text NOT NULL,
            text bytea NOT NULL REFERENCES queue_texts,
            PRIMARY KEY (run, name)
        );
        CREATE TABLE queue_workers (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            name text NOT NULL,
            workspace text NOT NULL,
            lease_until timestamptz NOT NULL
        );
        CREATE TABLE queue_lanes (
            run bigint NOT NULL REFERENCES queue_runs ON DELETE CASCADE,
            lane bigint NOT NULL,
            worker bigint REFERENCES queue_workers ON DELETE SET NULL,
            owners bigint NOT NULL DEFAULT 0,
            PRIMARY KEY (run, lane)
        );
        CREATE INDEX queue_lanes_by_worker ON queue_lanes (worker);
        CREATE TABLE queue_records (
            run bigint NOT NULL REFERENCES queue_runs ON DELETE CASCADE,
            lane bigint NOT NULL,
            number bigint NOT NULL,
            line bigint NOT NULL,
            source text NOT NULL,
            content text,
            problem text,
            PRIMARY KEY (run, lane, number)
        );
        CREATE TABLE queue_identities (
            run bigint NOT NULL REFERENCES queue_runs ON DELETE CASCADE,
            identity text NOT NULL,
            holder bigint REFERENCES queue_workers ON DELETE SET NULL,
            seen_by bigint,
            contact text,
            email text,
            external_id text,
            updated_at bigint,
            is_gone boolean,
            PRIMARY KEY (run, identity)
        );
        CREATE INDEX queue_identities_by_holder ON queue_identities (holder) WHERE holder IS NOT NULL;
        CREATE TABLE queue_budgets (
            workspace text NOT NULL,
            window_end bigint NOT NULL,
            taken bigint NOT NULL,
            PRIMARY KEY (workspace, window_end)
        );
        """

    /// A queued run can end before its queue is empty: why, and what each worker has made of its records.
    static let queueEndings = """
        ALTER TABLE queue_runs ADD COLUMN reason text;
        CREATE TABLE queue_counts (
            run bigint NOT NULL REFERENCES queue_runs ON DELETE CASCADE,
            worker bigint NOT NULL,
            records bigint NOT NULL,
            problems bigint NOT NULL,
            PRIMARY KEY (run, worker)
        );
        """

    /// Who is gone without giving something back may have written to it: then what others know of it is in doubt.
    static let queueDoubts = """
        ALTER TABLE queue_identities ADD COLUMN taken_by bigint, ADD COLUMN is_doubtful boolean NOT NULL DEFAULT false;
        """
}
