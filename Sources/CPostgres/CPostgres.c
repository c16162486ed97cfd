#include "CPostgres.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stddef.h>
#include <string.h>

// libpq's functions as the header declares them, each of which calls the one that was loaded.
#define EACH_FUNCTION(function) \
    function(PGconn *, PQconnectdbParams, (const char *const *k, const char *const *v, int expand), (k, v, expand)) \
    function(void, PQfinish, (PGconn *c), (c)) \
    function(PQconninfoOption *, PQconninfoParse, (const char *info, char **error), (info, error)) \
    function(void, PQconninfoFree, (PQconninfoOption *options), (options)) \
    function(ConnStatusType, PQstatus, (const PGconn *c), (c)) \
    function(char *, PQerrorMessage, (const PGconn *c), (c)) \
    function(int, PQsocket, (const PGconn *c), (c)) \
    function(PQnoticeProcessor, PQsetNoticeProcessor, (PGconn *c, PQnoticeProcessor proc, void *arg), (c, proc, arg)) \
    function(PGresult *, PQexec, (PGconn *c, const char *query), (c, query)) \
    function(PGresult *, PQprepare, (PGconn *c, const char *name, const char *query, int n, const Oid *types), \
        (c, name, query, n, types)) \
    function(PGresult *, PQexecPrepared, (PGconn *c, const char *name, int n, const char *const *values, \
        const int *lengths, const int *formats, int format), (c, name, n, values, lengths, formats, format)) \
    function(int, PQconsumeInput, (PGconn *c), (c)) \
    function(PGnotify *, PQnotifies, (PGconn *c), (c)) \
    function(void, PQfreemem, (void *memory), (memory)) \
    function(ExecStatusType, PQresultStatus, (const PGresult *r), (r)) \
    function(char *, PQresultErrorField, (const PGresult *r, int code), (r, code)) \
    function(int, PQntuples, (const PGresult *r), (r)) \
    function(int, PQnfields, (const PGresult *r), (r)) \
    function(char *, PQfname, (const PGresult *r, int column), (r, column)) \
    function(char *, PQgetvalue, (const PGresult *r, int row, int column), (r, row, column)) \
    function(int, PQgetlength, (const PGresult *r, int row, int column), (r, row, column)) \
    function(int, PQgetisnull, (const PGresult *r, int row, int column), (r, row, column)) \
    function(void, PQclear, (PGresult *r), (r))

#define DEFINE(type, name, parameters, arguments) \
    static type (*loaded_##name) parameters; \
    type name parameters { return loaded_##name arguments; }
EACH_FUNCTION(DEFINE)

static pthread_once_t once = PTHREAD_ONCE_INIT;
static const char *failure;

static void load(void) {
    void *library = dlopen("libpq.so.5", RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) {
        // Its own text goes with the thread, or with the next call.
        const char *reason = dlerror();
        failure = strdup(reason ? reason : "");
        if (failure == NULL) failure = "no memory";
        return;
    }
#define LOAD(type, name, parameters, arguments) \
    *(void **)&loaded_##name = dlsym(library, #name); \
    if (loaded_##name == NULL) failure = "it lacks " #name;
    EACH_FUNCTION(LOAD)
}

const char *postgres_load(void) {
    pthread_once(&once, load);
    return failure;
}
