#!/usr/bin/env bash
# The day: a cluster as plain processes on this machine, with several edges, and the rehearsal playing a scenario against all of them.
#
#   eng/day.sh [SCALE] [OPTION…]     SCALE 1 is 100 000 people; options go to the rehearsal, as --stretch 2
#
# Ends with CPU and memory of every process, Redis and Azurite included, and with the rehearsal's exit code. Environment:
#   HALLE_DAY_SCENARIO   (day)
#   HALLE_DAY_EDGES      (6)
#   HALLE_DAY_SILOS      (1)
#   HALLE_DAY_REPORT     a folder for the page and the JSON  (artifacts/day)
#   HALLE_CLUSTER_…      as for eng/cluster.sh
set -euo pipefail
cd "$(dirname "$0")/.."
scale=${1:-1}
[ $# -eq 0 ] || shift
export HALLE_CLUSTER_EDGES=${HALLE_DAY_EDGES:-6} HALLE_CLUSTER_SILOS=${HALLE_DAY_SILOS:-1} HALLE_CLUSTER_PROXY=off
export HALLE_CLUSTER_DIR=${HALLE_CLUSTER_DIR:-$PWD/artifacts/day/cluster} HALLE_CLUSTER_NET=${HALLE_CLUSTER_NET:-127.81.0}
report=${HALLE_DAY_REPORT:-$PWD/artifacts/day}
mkdir -p "$report"
rm -rf "$HALLE_CLUSTER_DIR"
[ "${HALLE_BUILD:-yes}" = no ] || dotnet build tools/Rehearsal -c Release -clp:ErrorsOnly -v q
trap 'eng/cluster.sh down' EXIT
eng/cluster.sh up

addresses=()
for edge in $(seq 2 "$HALLE_CLUSTER_EDGES"); do addresses+=(--edge "http://$HALLE_CLUSTER_NET.$((30 + edge)):8080"); done
for edge in $(seq "$HALLE_CLUSTER_EDGES"); do addresses+=(--metrics "http://$HALLE_CLUSTER_NET.$((30 + edge)):8081/metrics"); done
for silo in $(seq "$HALLE_CLUSTER_SILOS"); do addresses+=(--metrics "http://$HALLE_CLUSTER_NET.$((10 + silo)):5091/metrics"); done
code=0
dotnet tools/Rehearsal/bin/Release/net10.0/Halle.Rehearsal.dll "http://$HALLE_CLUSTER_NET.31:8080" "${HALLE_DAY_SCENARIO:-day}" --scale "$scale" \
  --links "$HALLE_CLUSTER_DIR/edge1.links.json" --report "$report/day.html" --json "$report/day.json" "${addresses[@]}" "$@" || code=$?
printf '%-8s %10s %8s\n' process 'CPU s' 'MB now'
for file in "$HALLE_CLUSTER_DIR"/*.pid; do
  [ -f "$file" ] || continue
  read -r pid _ < "$file"
  # Who died during the day has its row too.
  usage=$(ps -o cputimes=,rss= -p "$pid") || { printf '%-8s %10s %8s\n' "$(basename "$file" .pid)" gone gone; continue; }
  echo "$usage" | awk -v name="$(basename "$file" .pid)" '{printf "%-8s %10d %8d\n", name, $1, $2 / 1024}'
done
exit $code
