#!/usr/bin/env bash
# What an acknowledgement rests on, seen from outside: a silo on SQLite is watched by strace while it acknowledges messages one by one.
#   1. Between the acknowledgement before and each acknowledgement lies a successful fsync of the database's log.
#   2. When fsync fails (EIO, injected), nothing is acknowledged any more: outcomes are "unknown".
# Needs strace and the right to trace one's own processes. Ends with exit code 0 when both hold.
set -euo pipefail
cd "$(dirname "$0")/.."
command -v strace >/dev/null || { echo "strace is missing: apt-get install strace" >&2; exit 2; }
[ "${1:-}" = --no-build ] || dotnet build -c Release -clp:ErrorsOnly -v q bench/Acknowledgements
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# play NAME [INJECTION]: outcomes in NAME.out, system calls in NAME.trace
play() {
  local name=$1 program tracer
  mkfifo "$work/$name.in"
  TMPDIR=$work dotnet bench/Acknowledgements/bin/Release/net10.0/Halle.Acknowledgements.dll one-by-one <"$work/$name.in" >"$work/$name.out" 2>"$work/$name.err" &
  program=$!
  exec 9>"$work/$name.in"
  for _ in $(seq 300); do grep -q '^ready' "$work/$name.out" && break; sleep 0.2; done
  grep -q '^ready' "$work/$name.out" || { echo "$name: the silo did not come up" >&2; cat "$work/$name.err" >&2; exit 1; }
  strace -f -y -qq -s 60 -e trace=fsync,fdatasync,write ${2:+-e inject=fsync,fdatasync:error=$2} -o "$work/$name.trace" -p "$program" 2>"$work/$name.strace" &
  tracer=$!
  for _ in $(seq 100); do grep -q '^TracerPid:[[:space:]]*[1-9]' "/proc/$program/status" && break; sleep 0.1; done
  sleep 1
  echo go >&9
  exec 9>&-
  for _ in $(seq 500); do [ "$(grep -cE '^(acknowledged|unknown|refused)' "$work/$name.out")" -ge 12 ] && break; sleep 0.2; done
  kill -INT "$tracer" 2>/dev/null || true
  wait "$tracer" 2>/dev/null || true
  kill -KILL "$program" 2>/dev/null || true
  wait "$program" 2>/dev/null || true
}

play stored
awk '
  /(fsync|fdatasync)(\(| resumed).*= 0$/ { synced = 1 }
  /write\(.*"acknowledged / { acknowledged++; if (!synced) { print "acknowledged before it was synced: " $0; bad = 1 } synced = 0 }
  END {
    printf "%d acknowledged, each after an fsync of its own\n", acknowledged
    exit bad || acknowledged != 12
  }' "$work/stored.trace" || { echo "an acknowledgement without an fsync" >&2; cat "$work/stored.out" >&2; exit 1; }
grep -qE '(fsync|fdatasync)\([0-9]+<.*halle\.db-wal>' "$work/stored.trace" || { echo "no fsync of the log was seen" >&2; exit 1; }

play failing EIO
lost=$(grep -c '^acknowledged' "$work/failing.out" || true)
unknown=$(grep -c '^unknown' "$work/failing.out" || true)
injected=$(grep -cE '(fsync|fdatasync).*EIO.*INJECTED' "$work/failing.trace" || true)
echo "with fsync failing ($injected times): $lost acknowledged, $unknown of unknown outcome"
[ "$injected" -gt 0 ] && [ "$lost" -eq 0 ] && [ "$unknown" -gt 0 ]
