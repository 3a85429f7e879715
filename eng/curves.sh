#!/usr/bin/env bash
# How cost grows: measures server CPU per delivery, p99 and memory per connection along one thing, and draws docs/curves.
#
#   eng/curves.sh [readers] [rooms] [rate] [edges]     nothing named: all, about twelve minutes
#
# Measures only when nothing else runs. HALLE_BENCH_ONLY=halle,signalr are the servers of the first three; edges is a cluster of processes.
set -euo pipefail
cd "$(dirname "$0")/.."
export HALLE_BENCH_ONLY=${HALLE_BENCH_ONLY:-halle,signalr}
if [ "${HALLE_BUILD:-yes}" != no ]; then
  for project in src/EdgeApi bench/PlainSignalR bench/RawKestrel bench/SideBySide tools/Rehearsal; do
    dotnet build -c Release -clp:ErrorsOnly -v q "$project"
  done
fi
bench=(dotnet bench/SideBySide/bin/Release/net10.0/Halle.SideBySide.dll "$PWD" curve)
[ $# -gt 0 ] || set -- readers rooms rate edges
for name in "$@"; do
  if [ "$name" != edges ]; then
    "${bench[@]}" "$name"
    continue
  fi
  for edges in 1 2 4 6; do
    # A verdict that failed has its figures too; a day that was not played must not leave those of an earlier one.
    rm -f "artifacts/curves/$edges/day.json" "artifacts/curves/$edges.json"
    HALLE_BUILD=no HALLE_DAY_EDGES=$edges HALLE_DAY_SCENARIO=bench/SideBySide/Curves/edges.json HALLE_DAY_REPORT=$PWD/artifacts/curves/$edges eng/day.sh 1 || true
    cp "artifacts/curves/$edges/day.json" "artifacts/curves/$edges.json"
  done
  "${bench[@]}" edges artifacts/curves/[0-9].json
done
