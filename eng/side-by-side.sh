#!/usr/bin/env bash
# Halle beside a plain SignalR group broadcast and a raw Kestrel broadcast, in one run. Usage: eng/side-by-side.sh [SCENARIO…]
# Without a scenario all of them, each server twice: about an hour, three at most. It ends with one line of JSON for each scenario, of what was measured
# until then when it is interrupted or a server fails (exit code 1). Measures only when nothing else runs.
#   HALLE_BENCH_ONCE=yes            one pass
#   HALLE_BENCH_ONLY=halle,signalr  these servers alone
#   HALLE_BENCH_PORT=20480          the first of four ports
set -euo pipefail
cd "$(dirname "$0")/.."
for project in src/EdgeApi bench/PlainSignalR bench/RawKestrel bench/SideBySide; do
  dotnet build -c Release -clp:ErrorsOnly -v q "$project"
done
exec dotnet bench/SideBySide/bin/Release/net10.0/Halle.SideBySide.dll "$PWD" "$@"
