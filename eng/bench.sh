#!/usr/bin/env bash
# What docs/performance.md reports beside its curves and the day: a report, not a gate. Half an hour for all.
# Usage: eng/bench.sh [rules] [acknowledgements] [sign-ins] [deliveries]
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
if wanted sign-ins; then
  dotnet run -c Release --project bench/SignIns
fi
if wanted deliveries; then
  HALLE_BENCH_ONCE=yes eng/side-by-side.sh booth:1x1000:10 room busy-room huge-room classes idle
fi
