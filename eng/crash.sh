#!/usr/bin/env bash
# Kills the server under load again and again and judges what is left. Usage: eng/crash.sh [KILLS] [SEED]
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet build tests/Cluster.Tests -clp:ErrorsOnly -v q
figures=$(mktemp)
trap 'cat "$figures"; rm -f "$figures"' EXIT
export HALLE_FIGURES=$figures HALLE_CRASH_KILLS=${1:-20}
[ $# -lt 2 ] || export HALLE_CRASH_SEED=$2
dotnet tests/Cluster.Tests/bin/Debug/net10.0/Halle.Cluster.Tests.dll --filter-class 'Halle.Cluster.Tests.Crashes.CrashTests'
