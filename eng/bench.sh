#!/usr/bin/env bash
# Everything docs/performance.md reports: a report, not a gate.
# Usage: eng/bench.sh [rules] [acknowledgements] [deliveries]
set -euo pipefail
cd "$(dirname "$0")/.."
wanted() { [ -n "$all" ] && return 0; [[ " ${only[*]} " == *" $1 "* ]]; }
only=("$@")
all=$([ $# -eq 0 ] && echo yes || true)

if wanted rules; then
  dotnet build -c Release -clp:ErrorsOnly -v q bench/Micro
  dotnet bench/Micro/bin/Release/net10.0/Micro.dll --filter '*' --warmupCount 5 --iterationCount 15
fi
if wanted acknowledgements; then
  dotnet build -c Release -clp:ErrorsOnly -v q bench/Acknowledgements
  dotnet bench/Acknowledgements/bin/Release/net10.0/Halle.Acknowledgements.dll
fi
if wanted deliveries; then
  HALLE_BENCH_ONCE=yes eng/side-by-side.sh room busy-room classes
fi
