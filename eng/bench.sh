#!/usr/bin/env bash
# Everything docs/performance.md reports, in about ten minutes: a report, not a gate.
# Usage: eng/bench.sh [rules] [deliveries]
set -euo pipefail
cd "$(dirname "$0")/.."
wanted() { [ -n "$all" ] && return 0; [[ " ${only[*]} " == *" $1 "* ]]; }
only=("$@")
all=$([ $# -eq 0 ] && echo yes || true)

if wanted rules; then
  dotnet build -c Release -clp:ErrorsOnly -v q bench/Micro
  dotnet bench/Micro/bin/Release/net10.0/Micro.dll --filter '*' --warmupCount 5 --iterationCount 15
fi
if wanted deliveries; then
  eng/side-by-side.sh 1000 10 20
fi
