#!/usr/bin/env bash
# Does to a cluster of real processes what happens to clusters, and judges what is left. Ends with one plain line: "N passed, N failed".
#
#   ./test-faults.sh                every goal of docs/reliability.md that has a scenario, at its full figures
#   ./test-faults.sh R1 R7          these goals
#   ./test-faults.sh --fast R1      as short as it can be shown
#   ./test-faults.sh --selection    what ./test.sh runs: eight goals in their short form over one topology, in about five minutes
#   ./test-faults.sh --list         what there is
#
# Linux, as root: everything runs in a network and mount namespace of its own, so that its firewall rules and full disks are nobody else's.
# The selection needs neither rules nor disks: where no namespace can be had it runs at addresses of its own in 127.0.0.0/8.
# What is missing (redis-server, chromium, iptables, faketime, npm packages) is installed. Environment:
#   HALLE_FAULT_SEED   plays a run's chances again (each result prints its seed)
#   HALLE_FAULT_LOGS   keep: the logs of all processes stay
#   HALLE_BUILD        no: what was built is used as it is
#   HALLE_CONFIGURATION   Release or Debug, of everything that runs (Release; the selection takes the Debug build that ./test.sh has made)
set -uo pipefail
cd "$(dirname "$0")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en NO_COLOR=1

missing() { ! command -v "$1" > /dev/null 2>&1; }

export HALLE_FAULTS=full
configuration=${HALLE_CONFIGURATION:-Release}
goals=()
for word in "$@"; do
  case $word in
    --fast) export HALLE_FAULTS=fast ;;
    --selection)
      export HALLE_FAULTS=fast
      configuration=${HALLE_CONFIGURATION:-Debug}
      goals+=(selection)
      ;;
    --list)
      grep -rhoE 'DisplayName = "\[R[0-9]+\][^"]*' tests/Cluster.Tests/Faults | sed 's/DisplayName = "//' | sort -V
      exit
      ;;
    R[0-9]*) goals+=("$word") ;;
    *) sed -n '2,/^set -/{/^set -/d;s/^# \{0,1\}//;p}' "$0"; exit 2 ;;
  esac
done

declare -A package=([redis-server]=redis-server [npm]=npm [chromium]=chromium)
apart=()
if [ "${goals[*]}" != selection ]; then
  [ "$(id -u)" -eq 0 ] || { echo "root is needed: network and mount namespaces, firewall rules, signals" >&2; exit 2; }
  package+=([iptables]=iptables [faketime]=faketime [unshare]=util-linux [prlimit]=util-linux [ip]=iproute2)
  apart=(unshare --net --mount --propagation private)
elif ! missing ip; then
  for way in "unshare --net" "unshare --user --map-root-user --net"; do
    if [ ${#apart[@]} -eq 0 ] && $way ip link set lo up 2> /dev/null; then read -ra apart <<< "$way"; fi
  done
fi
[ ${#apart[@]} -gt 0 ] || echo "no network namespace can be had here: at addresses of its own in 127.0.0.0/8 instead"

wanted=()
for program in "${!package[@]}"; do
  ! missing "$program" || wanted+=("${package[$program]}")
done
if [ ${#wanted[@]} -gt 0 ]; then
  DEBIAN_FRONTEND=noninteractive apt-get update -q > /dev/null && \
    DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${wanted[@]}" > /dev/null || exit 2
fi

if [ "${HALLE_BUILD:-yes}" != no ]; then
  dotnet build tests/Cluster.Tests -c "$configuration" -v q -clp:"ErrorsOnly;NoSummary" || exit 2
fi

# Azurite comes by npm, which needs the network that the namespace does not have.
if [ ! -f artifacts/azurite/node_modules/.package-lock.json ]; then  # what npm writes last: an installation that was cut off is done again
  mkdir -p artifacts/azurite
  cp tests/Storage.Tests/azurite/{package.json,package-lock.json,.npmrc} artifacts/azurite/
  npm --prefix artifacts/azurite install --no-save --no-audit --no-fund --loglevel=error || exit 2
fi

filter=(--filter-namespace 'Halle.Cluster.Tests.Faults*')
if [ ${#goals[@]} -gt 0 ]; then
  filter=(--filter-trait)
  for goal in "${goals[@]}"; do filter+=("Goal=$goal"); done
fi

logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT
export HALLE_FIGURES=$logs/figures
touch "$HALLE_FIGURES"
tail -n +1 -f "$HALLE_FIGURES" &
follower=$!
run=(timeout --kill-after=30 "${HALLE_FAULT_LIMIT:-5400}" dotnet "tests/Cluster.Tests/bin/$configuration/net10.0/Halle.Cluster.Tests.dll" --auto-reporters off --explicit on "${filter[@]}")
[ ${#apart[@]} -eq 0 ] || run=(env HALLE_PRIVATE_NETWORK=yes "${apart[@]}" bash -c 'ip link set lo up && exec "$@"' faults "${run[@]}")
"${run[@]}" > "$logs/log" 2>&1
code=$?
sleep 0.2
kill $follower
[ $code -eq 0 ] || grep -vE '^ *$|^figure: ' "$logs/log" | tail -n 120
good=$(sed -nE 's/^ *(succeeded|Passed): *([0-9]+).*/\2/p' "$logs/log" | tail -n 1)
bad=$(sed -nE 's/^ *(failed|Failed): *([0-9]+).*/\2/p' "$logs/log" | tail -n 1)
[ $code -eq 0 ] || [ "${bad:-0}" -gt 0 ] || bad=1
echo "${good:-0} passed, ${bad:-0} failed"
[ "${bad:-0}" -eq 0 ] && [ "${good:-0}" -gt 0 ]
