#ifndef CPOSTGRES_H
#define CPOSTGRES_H

// Where Debian has it, and where others do.
#if __has_include(<postgresql/libpq-fe.h>)
#include <postgresql/libpq-fe.h>
#else
#include <libpq-fe.h>
#endif

// Macros of characters, which Swift does not see.
static const int PostgresFieldState = PG_DIAG_SQLSTATE;
static const int PostgresFieldMessage = PG_DIAG_MESSAGE_PRIMARY;

/// Loads libpq, before anything else of it is called. What it needs in its turn, some twenty libraries, takes as long to load
/// as all else a program does at its start, and few runs talk to PostgreSQL.
///
/// Returns NULL, or why it cannot be loaded. It may be called from any thread, and as often as one likes.
const char *postgres_load(void);

#endif
