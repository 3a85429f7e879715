#!/usr/bin/env bash
# What the map costs in time, on a machine that does nothing else meanwhile: prints the figures and fails by the bounds of WB100 to WB103.
#
#   eng/zone-budgets.sh                        frames a second, at rest, script, and memory over 30 minutes
#   eng/zone-budgets.sh --minutes 3            memory over three minutes
#   eng/zone-budgets.sh Frames_a_second        one of Frames_a_second, At_rest, Script_for_a_picture, Memory_stays_flat
#
# Needs Chromium and Mesa's software renderer (Debian: chromium libgl1-mesa-dri libegl1). Draw calls, triangles, slices and "nothing is drawn
# while nothing moves" do not depend on the machine and are tests of ./test.sh (WB18), like what goes over the wire (WB50).
set -euo pipefail
cd "$(dirname "$0")/.."
export HALLE_MINUTES=30 HALLE_FIGURES
HALLE_FIGURES=$(mktemp)
trap 'rm -f "$HALLE_FIGURES"' EXIT
only='*MapSpeedTests.*'
while [ $# -gt 0 ]; do
  case $1 in
    --minutes) HALLE_MINUTES=$2; shift 2 ;;
    --no-build) built=yes; shift ;;
    *) only="*MapSpeedTests.$1"; shift ;;
  esac
done
[ "${built:-}" = yes ] || dotnet build tests/EndToEnd.Tests -v q -clp:"ErrorsOnly;NoSummary"
code=0
dotnet tests/EndToEnd.Tests/bin/Debug/net10.0/Halle.EndToEnd.Tests.dll --explicit only --filter-method "$only" || code=$?
echo "$(nproc) cores, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)"
cat "$HALLE_FIGURES"
exit $code
