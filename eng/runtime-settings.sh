#!/usr/bin/env bash
# What the runtime's settings cost or bring: Halle alone in each scenario under each setting, a line of JSON for each. About twenty minutes for all.
#
#   eng/runtime-settings.sh                       all settings
#   eng/runtime-settings.sh default workstation   some
#
# Measures only when nothing else runs. HALLE_SCENARIOS="room classes" are the scenarios.
set -euo pipefail
cd "$(dirname "$0")/.."
declare -A settings=(
  [default]=""
  [workstation]="DOTNET_gcServer=0"
  [workstation-not-concurrent]="DOTNET_gcServer=0 DOTNET_gcConcurrent=0"
  [not-concurrent]="DOTNET_gcConcurrent=0"
  [not-adapting]="DOTNET_GCDynamicAdaptationMode=0"
  [conserving]="DOTNET_GCConserveMemory=5"
  [no-pgo]="DOTNET_TieredPGO=0"
  [workers-spin]="DOTNET_ThreadPool_UnfairSemaphoreSpinLimit=46"
)
if [ "${HALLE_BUILD:-yes}" != no ]; then
  for project in src/EdgeApi bench/SideBySide; do
    dotnet build -c Release -clp:ErrorsOnly -v q "$project"
  done
fi
[ $# -gt 0 ] || set -- default workstation workstation-not-concurrent not-concurrent not-adapting conserving no-pgo workers-spin
for name in "$@"; do
  servers=()
  for one in ${settings[$name]}; do servers+=("HALLE_BENCH_SERVER_$one"); done
  # shellcheck disable=SC2086
  env "${servers[@]}" HALLE_BENCH_ONCE=yes HALLE_BENCH_ONLY=halle \
    dotnet bench/SideBySide/bin/Release/net10.0/Halle.SideBySide.dll "$PWD" ${HALLE_SCENARIOS:-room classes} | grep '^{' | sed "s/^/$name /"
done
