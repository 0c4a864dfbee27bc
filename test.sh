#!/usr/bin/env bash
# Builds everything once and runs every test, or those of one project, with more arguments for `dotnet test`:
#   ./test.sh
#   ./test.sh Core.Tests
#   ./test.sh Core.Tests --filter FullyQualifiedName~KMeans
#   ./test.sh --all [...]     programs are killed at every moment that the tests know, not at a few
#
# Two projects run side by side; what one says is printed when it is over, with what it took. Tests that need a MariaDB server or a browser get them
# from Debian's packages (installed here when that is possible) and otherwise are skipped, with the reason.
# The last line sums up:  N passed, N failed, N skipped
set -u -o pipefail
# Each project in a process group of its own, so that all of it can be ended.
set -m
cd "$(dirname "${BASH_SOURCE[0]}")" || exit 1
exec </dev/null

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
export MSBUILDTERMINALLOGGER=off
# The same build that `dotnet run --project Dashboard` uses, so that neither has to build for the other.
configuration=Debug
if [ "${1:-}" = --all ]; then
  export OCTOPLUS_TEST_ALL=1
  shift
fi
only=${1:-}
shift $(($# > 0))
[ -z "$only" ] || [ -d "tests/$only" ] || { echo "There is no tests/$only. Projects: $(cd tests && echo *.Tests EndToEnd)" >&2; exit 64; }
# On a build server nothing may stay behind once the tests are over.
[ -z "${CI:-}" ] || export MSBUILDDISABLENODEREUSE=1

# Databases and data folders of tests are made and dropped all the time: in memory where there is plenty, since making a database on a disk takes seconds.
space=${TMPDIR:-/tmp}
if [ -z "${TMPDIR:-}" ] && [ "$(df --output=avail /dev/shm 2>/dev/null | tail -n 1)" -ge 3000000 ] 2>/dev/null \
  && [ "$(awk '/^MemAvailable/ { print $2 }' /proc/meminfo)" -ge 6000000 ] && ! grep -q ' /dev/shm .*noexec' /proc/mounts; then
  space=/dev/shm
fi
work=$(mktemp -d "$space/octoplus-tests.XXXXXX")
database_pid=
declare -A running=()
cleanup() {
  local pid
  for pid in "${!running[@]}"; do
    kill -- "-$pid" 2>/dev/null
    wait "$pid" 2>/dev/null
  done
  if [ -n "$database_pid" ]; then
    kill "$database_pid" 2>/dev/null
    wait "$database_pid" 2>/dev/null
  fi
  rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

say() { printf '%s\n' "$*"; }
skip() { printf 'SKIP %s\n' "$*"; }

# find_program NAME...: path of the first program that exists; servers are often outside a user's PATH
find_program() {
  local name
  for name in "$@"; do
    PATH="$PATH:/usr/sbin:/usr/local/sbin" command -v "$name" && return 0
  done
  return 1
}

# --- what is missing of the machine ----------------------------------------------------------------------------------------
install_missing() {
  local wanted=() as_root=()
  find_program mariadbd >/dev/null || wanted+=(mariadb-server)
  find_program chromium chromium-browser google-chrome >/dev/null || wanted+=(chromium)
  [ ${#wanted[@]} -gt 0 ] || return 0
  if ! command -v apt-get >/dev/null; then
    say "Not installed: ${wanted[*]}, and no apt-get to install them."
    return 0
  fi
  if [ "$(id -u)" -ne 0 ]; then
    if ! sudo -n true 2>/dev/null; then
      say "Not installed: ${wanted[*]}, and no right to install them."
      return 0
    fi
    as_root=(sudo -n)
  fi
  say "Installing ${wanted[*]}"
  # `env` passes the setting through sudo; the lock is waited for, since a fresh machine may be updating itself.
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=120 update >"$work/apt.log" 2>&1
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o DPkg::Lock::Timeout=120 install --no-install-recommends \
    "${wanted[@]}" >>"$work/apt.log" 2>&1 || { say "apt-get could not install ${wanted[*]}:"; tail -n 5 "$work/apt.log"; }
}

# --- a private MariaDB -----------------------------------------------------------------------------------------------------
start_database() {
  local server install port password attempt
  if [ -n "${OCTOPLUS_TEST_MYSQL:-}" ]; then
    say "MariaDB: the server of OCTOPLUS_TEST_MYSQL"
    return 0
  fi
  server=$(find_program mariadbd) && install=$(find_program mariadb-install-db) && find_program openssl >/dev/null ||
    { skip "MariaDB tests: mariadbd, mariadb-install-db or openssl is missing"; return 0; }

  local as=()
  [ "$(id -u)" -eq 0 ] && as=(--user=root)
  "$install" --no-defaults --datadir="$work/mariadb" --auth-root-authentication-method=normal --skip-test-db "${as[@]}" >"$work/mariadb-install.log" 2>&1 ||
    { skip "MariaDB tests: mariadb-install-db failed: $(tail -n 1 "$work/mariadb-install.log")"; return 0; }

  # A certificate of its own, so that SslMode=Required is what the tests use, as in production.
  openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -keyout "$work/key.pem" -out "$work/cert.pem" >/dev/null 2>&1
  password=$(openssl rand -hex 16)
  # One statement a line: an init file knows no other separator.
  printf "create user octoplus@'127.0.0.1' identified by '%s';\ngrant all on *.* to octoplus@'127.0.0.1' with grant option;\n" "$password" >"$work/init.sql"

  for attempt in 1 2 3; do
    port=$((20000 + RANDOM % 12000))
    # Nothing here outlives the tests, so no write waits for the disk.
    "$server" --no-defaults "${as[@]}" --datadir="$work/mariadb" --socket="$work/mariadb.sock" --pid-file="$work/mariadb.pid" \
      --bind-address=127.0.0.1 --port="$port" --init-file="$work/init.sql" \
      --ssl-cert="$work/cert.pem" --ssl-key="$work/key.pem" --local-infile=1 --skip-name-resolve \
      --character-set-server=utf8mb4 --collation-server=utf8mb4_bin --max-connections=400 \
      --innodb-flush-log-at-trx-commit=0 --innodb-flush-method=nosync --innodb-doublewrite=0 --sync-binlog=0 --skip-log-bin \
      --skip-sync-frm --loose-innodb-file-per-table=0 \
      --innodb-buffer-pool-size=256M --performance-schema=0 >"$work/mariadb.log" 2>&1 &
    database_pid=$!
    for _ in $(seq 150); do
      kill -0 "$database_pid" 2>/dev/null || break
      # The init file has been read when the server says so.
      if grep -q 'ready for connections' "$work/mariadb.log"; then
        export OCTOPLUS_TEST_MYSQL="Server=127.0.0.1;Port=$port;User ID=octoplus;Password=$password;SslMode=Required;AllowLoadLocalInfile=true;CharSet=utf8mb4"
        export OCTOPLUS_TEST_MYSQL_CA="$work/cert.pem"
        say "MariaDB: $("$server" --version | sed 's/.*Ver \([^ ]*\).*/\1/') on port $port"
        return 0
      fi
      sleep 0.2
    done
    kill "$database_pid" 2>/dev/null; wait "$database_pid" 2>/dev/null; database_pid=
  done
  skip "MariaDB tests: the server did not start:"
  tail -n 5 "$work/mariadb.log"
}

find_browser() {
  OCTOPLUS_TEST_CHROMIUM=${OCTOPLUS_TEST_CHROMIUM:-$(find_program chromium chromium-browser google-chrome)} ||
    { skip "browser tests: no chromium"; return 0; }
  export OCTOPLUS_TEST_CHROMIUM
  say "Browser: $OCTOPLUS_TEST_CHROMIUM"
}

# --- build and run ---------------------------------------------------------------------------------------------------------
install_missing
start_database
find_browser

say "Building ($configuration)"
if ! dotnet build Octoplus.Dashboard.sln -c "$configuration" -v quiet -clp:"NoSummary;ErrorsOnly" -nologo; then
  say "The build failed."
  say "0 passed, 1 failed, 0 skipped"
  exit 1
fi
took="build $SECONDS s"

# results OUTCOME TRX: "name" or "name: reason" for each test of that outcome, the reason being the first line of its message
results() {
  awk -v outcome="outcome=\"$1\"" '
    function done() { if (name != "") print name (reason == "" ? "" : ": " reason); name = reason = "" }
    /<UnitTestResult / { done(); if (index($0, outcome)) { name = $0; sub(/.* testName="/, "", name); sub(/".*/, "", name) } }
    name != "" && reason == "" && /<Message>/ { reason = $0; sub(/.*<Message>/, "", reason); sub(/<\/Message>.*/, "", reason) }
    /<\/Results>/ { done() }' "$2" | sed "s/&quot;/\"/g; s/&apos;/'/g; s/&lt;/</g; s/&gt;/>/g; s/&#xD;//g; s/&amp;/\&/g"
}

passed=0 failed=0 skipped=0

# run FOLDER ARGUMENT...: the tests of one project, in the background; leaves FOLDER.trx, .log, .code and .seconds
run() {
  local folder=$1 begun=$SECONDS
  shift
  # Its own: some tests look whether a file stayed behind.
  export TMPDIR=$work/$folder
  mkdir "$TMPDIR"
  dotnet test tests/"$folder"/*.csproj -c "$configuration" --no-build --logger "trx;LogFileName=$work/$folder.trx" --logger "console;verbosity=minimal" "$@" \
    >"$work/$folder.log" 2>&1
  echo $? >"$work/$folder.code"
  echo $((SECONDS - begun)) >"$work/$folder.seconds"
}

# One of those running is over: prints what it said and counts.
reap() {
  local pid folder trx counters total executed ok code seconds
  wait -n -p pid "${!running[@]}"
  folder=${running[$pid]}
  unset "running[$pid]"
  trx=$work/$folder.trx code=$(cat "$work/$folder.code") seconds=$(cat "$work/$folder.seconds")
  code=${code:-1} # ended from outside
  took+=", $folder $seconds s"
  say "== $folder ($seconds s)"
  grep -v -e '^Test run for ' -e '^A total of ' -e '^Results File:' -e ' \[SKIP\]$' -e '^ *Skipped ' -e '^$' "$work/$folder.log"

  # <Counters total=".." executed=".." passed=".." … />: what was not executed was skipped.
  counters=$(grep -o '<Counters [^>]*>' "$trx" 2>/dev/null | head -n 1)
  count() { sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p" <<<"$counters"; }
  total=$(count total) executed=$(count executed) ok=$(count passed)
  if [ -z "$total" ]; then
    printf '%s: the tests did not run to their end (code %s)\n' "$folder" "$code" >>"$work/failed"
    failed=$((failed + 1))
    return
  fi
  passed=$((passed + ok)) failed=$((failed + executed - ok)) skipped=$((skipped + total - executed))
  results Failed "$trx" >>"$work/failed"
  results NotExecuted "$trx" >>"$work/skipped"
  # A run that ends badly although no test failed (a crash at the end, for one) is a failure too.
  if [ "$code" -ne 0 ] && [ "$executed" -eq "$ok" ]; then
    printf '%s: dotnet test ended with code %s\n' "$folder" "$code" >>"$work/failed"
    sed -n '/<RunInfos>/,/<\/RunInfos>/p' "$trx" | head -n 60
    failed=$((failed + 1))
  fi
}

# The longest first, so that the others run beside it.
for project in tests/EndToEnd/*.csproj tests/[!E]*/*.csproj; do
  folder=$(basename "$(dirname "$project")")
  grep -q '<IsTestProject>false' "$project" && continue
  [ -z "$only" ] || [ "$only" = "$folder" ] || continue
  [ ${#running[@]} -lt 2 ] || reap
  say "-- $folder begins"
  run "$folder" "$@" &
  running[$!]=$folder
done
while [ ${#running[@]} -gt 0 ]; do
  reap
done

sed 's/^/SKIPPED /' "$work/skipped" 2>/dev/null
sed 's/^/FAILED  /' "$work/failed" 2>/dev/null
say "Took: $took; in all $SECONDS s"
say "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
