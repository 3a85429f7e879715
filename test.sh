#!/usr/bin/env bash
# Runs every check of the repository, fast ones first, and ends with one plain line: "N passed, N failed".
#
#   ./test.sh                 everything (the best part of an hour on two cores)
#   ./test.sh unit web        only these suites: format unit storage edge cluster faults rehearsal web journeys
#
# Works from a clean checkout. What is missing (a browser, Redis, npm and NuGet packages) is installed; what is there is left alone.
# A suite that fails does not stop the others. The exit code is 0 only when everything passed.
set -uo pipefail
cd "$(dirname "$0")"

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en NO_COLOR=1 TERM=dumb
# Nothing may outlive the script and hold its output open.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 UseSharedCompilation=false

logs=${HALLE_TEST_LOGS:-artifacts/test}
mkdir -p "$logs"
logs=$(cd "$logs" && pwd)
passed=0
failed=0
started=$SECONDS

wanted() { [ ${#only[@]} -eq 0 ] || [[ " ${only[*]} " == *" $1 "* ]]; }
only=("$@")
for name in "${only[@]}"; do
  case $name in
    format | unit | storage | edge | cluster | faults | rehearsal | web | journeys) ;;
    *) echo "There is no suite '$name'." >&2; exit 2 ;;
  esac
done

say() { printf '%4ds  %s\n' $((SECONDS - started)) "$*"; }

# report NAME CODE LIMIT: says what a step's exit code means; the caller counts.
explain() {
  case $2 in
    124 | 137) say "$1: TIMED OUT after $3 s (log: $logs/$1.log)" ;;
    *) say "$1: FAILED with exit code $2 (log: $logs/$1.log)" ;;
  esac
}

# step NAME LIMIT COMMAND…: a check that passes or fails as a whole; only its failure is counted.
step() {
  local name=$1 limit=$2 code
  shift 2
  timeout --kill-after=10 "$limit" "$@" > "$logs/$name.log" 2>&1
  code=$?
  if [ $code -eq 0 ]; then
    say "$name: ok"
    return 0
  fi
  tail -n 60 "$logs/$name.log"
  explain "$name" $code "$limit"
  failed=$((failed + 1))
  return 1
}

# count NAME CODE LIMIT PASSED FAILED: adds a suite's figures; a suite that printed none, or failed without saying why, is a failure.
count() {
  local name=$1 code=$2 limit=$3 good=$4 bad=$5
  if [ -z "$good" ] || [ -z "$bad" ]; then
    explain "$name" "$code" "$limit"
    say "$name: printed no summary"
    failed=$((failed + 1))
    return
  fi
  if [ "$code" -ne 0 ] && [ "$bad" -eq 0 ]; then
    explain "$name" "$code" "$limit"
    bad=1
  fi
  if [ $((good + bad)) -eq 0 ]; then
    say "$name: ran no tests"
    bad=1
  fi
  passed=$((passed + good))
  failed=$((failed + bad))
  say "$name: $good passed, $bad failed"
}

# suite NAME LIMIT PROJECT: a C# suite, already built. Its own summary is read, in whichever of its two forms.
suite() {
  local name=$1 limit=$2 dll="tests/$3/bin/Debug/net10.0/Halle.$3.dll" code good bad
  wanted "$name" || return 0
  rm -f "$logs/$name.log" "$logs/figures.log"
  if [ ! -f "$dll" ]; then
    say "$name: was not built"
    failed=$((failed + 1))
    return
  fi
  HALLE_FIGURES="$logs/figures.log" timeout --kill-after=10 "$limit" dotnet "$dll" --auto-reporters off > "$logs/$name.log" 2>&1
  code=$?
  good=$(sed -nE 's/^ *(succeeded|Passed): *([0-9]+).*/\2/p' "$logs/$name.log" | tail -n 1)
  bad=$(sed -nE 's/^ *(failed|Failed): *([0-9]+).*/\2/p' "$logs/$name.log" | tail -n 1)
  if [ $code -ne 0 ]; then
    grep -vE '^ *$' "$logs/$name.log" | tail -n 80
    # A long account of the last failure must not hide which they were.
    grep -E -A 8 '^failed ' "$logs/$name.log" | tail -n 120
  fi
  [ ! -f "$logs/figures.log" ] || cat "$logs/figures.log"
  count "$name" $code "$limit" "$good" "$bad"
}

# faults LIMIT: kills, cuts and outages done to a real cluster, as short as each can be shown.
faults() {
  local code
  wanted faults || return 0
  if [ "$(uname)" != Linux ]; then
    say "faults: SKIPPED: R1 R2 R6 R7 R8 R10 R19 R22 of docs/reliability.md need Linux (its signals, and all of 127.0.0.0/8)"
    return
  fi
  HALLE_BUILD=no HALLE_FAULT_LIMIT=$1 ./test-faults.sh --selection > "$logs/faults.log" 2>&1
  code=$?
  cat "$logs/faults.log"
  count faults $code "$1" "$(sed -nE 's/^([0-9]+) passed, .*/\1/p' "$logs/faults.log" | tail -n 1)" \
    "$(sed -nE 's/^.* passed, ([0-9]+) failed$/\1/p' "$logs/faults.log" | tail -n 1)"
}

missing() { ! command -v "$1" > /dev/null 2>&1; }

install() {
  if missing apt-get; then
    say "install: please install $* by hand"
    return 1
  fi
  local root=()
  [ "$(id -u)" -eq 0 ] || root=(sudo)
  step "install" 300 "${root[@]}" sh -c \
    "export DEBIAN_FRONTEND=noninteractive; apt-get update -q && apt-get install -q -y --no-install-recommends $*"
}

prepare() {
  if missing dotnet; then
    say "dotnet: the .NET SDK of global.json is needed (https://dot.net)"
    failed=$((failed + 1))
    return 1
  fi
  local packages=()
  missing npm && packages+=(nodejs npm)
  if missing chromium && { [ ${#only[@]} -eq 0 ] || wanted journeys || wanted faults; }; then
    packages+=(chromium)
  fi
  if missing redis-server && { [ ${#only[@]} -eq 0 ] || wanted cluster || wanted faults; }; then
    packages+=(redis-server)
  fi
  [ ${#packages[@]} -eq 0 ] || install "${packages[@]}"
}

restore() {
  # Locked first: what is tested is what is committed. A registry that no longer serves an exact version must not stop the tests.
  if timeout --kill-after=10 600 dotnet restore Halle.slnx -p:RestoreLockedMode=true > "$logs/restore.log" 2>&1; then
    say "restore: ok (locked)"
    return 0
  fi
  say "restore: the lock files do not hold here, restoring without them"
  step restore 600 dotnet restore Halle.slnx -p:RestoreLockedMode=false --force-evaluate
}

build() {
  step build 1200 dotnet build Halle.slnx --no-restore -v q -clp:"ErrorsOnly;NoSummary" -nodeReuse:false
}

web() {
  wanted web || return 0
  local dir=src/WebClient code report="$logs/vitest.json" good bad
  if [ ! -d $dir/node_modules ]; then
    step web-install 300 npm --prefix $dir install --no-save --no-audit --no-fund || return
  fi
  (cd $dir && step biome 120 npx --no-install biome ci . ) || failed=$((failed + 1))
  (cd $dir && step tsc 180 npx --no-install tsc --noEmit ) || failed=$((failed + 1))
  rm -f "$report"
  (cd $dir && timeout --kill-after=10 480 npx --no-install vitest run \
    --reporter=default --reporter=json --outputFile.json="$report") > "$logs/web.log" 2>&1
  code=$?
  if [ -s "$report" ]; then
    good=$(node -p 'JSON.parse(require("fs").readFileSync(process.argv[1])).numPassedTests' "$report" 2> /dev/null)
    bad=$(node -p 'JSON.parse(require("fs").readFileSync(process.argv[1])).numFailedTests' "$report" 2> /dev/null)
  fi
  [ $code -eq 0 ] || tail -n 80 "$logs/web.log"
  count web $code 480 "${good:-}" "${bad:-}"
}

# journeys LIMIT: real browsers before the server as it is handed out.
journeys() {
  wanted journeys || return 0
  rm -rf artifacts/published
  step publish 120 dotnet publish src/EdgeApi --no-build -c Debug -v q -o artifacts/published || return 0
  HALLE_PUBLISHED="$PWD/artifacts/published" suite journeys "$1" EndToEnd.Tests
}

format() {
  wanted format || return 0
  step format 600 dotnet format Halle.slnx --no-restore --verify-no-changes
  step mutants 60 eng/mutants.sh --check
}

finish() {
  echo "$passed passed, $failed failed"
  [ $failed -eq 0 ]
  exit
}

prepare && restore && build || finish
format
suite unit 480 Grains.Tests
suite storage 480 Storage.Tests
suite edge 600 EdgeApi.Tests
suite cluster 900 Cluster.Tests
faults 900
suite rehearsal 180 Rehearsal.Tests
web
journeys 2700
finish
