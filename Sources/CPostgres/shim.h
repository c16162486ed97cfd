#include <libpq-fe.h>

// Macros of characters, which Swift does not see.
static const int PostgresFieldState = PG_DIAG_SQLSTATE;
static const int PostgresFieldMessage = PG_DIAG_MESSAGE_PRIMARY;
