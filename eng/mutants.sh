#!/usr/bin/env bash
# Breaks a promise on purpose, in a scratch copy, and checks that the suite meant to hold it turns red.
# Usage: eng/mutants.sh [NAME]      (all of them take about a quarter of an hour)
set -uo pipefail
cd "$(dirname "$0")/.."

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
survived=0
killed=0

# mutant NAME TESTS FILTER FILE PERL: the expression must change the file, the copy must build, and the tests must fail.
mutant() {
  local name=$1 tests=$2 filter=$3 file=$4 change=$5 log
  [ -z "${only:-}" ] || [ "$only" = "$name" ] || return 0
  log="$scratch/$name.log"
  rm -rf "$scratch/copy"
  git clone -q --shared . "$scratch/copy" || exit 2
  perl -0pi -e "$change" "$scratch/copy/$file"
  if git -C "$scratch/copy" diff --quiet; then
    echo "STALE     $name: $file no longer has what it changes"
    survived=$((survived + 1))
    return
  fi
  if ! (cd "$scratch/copy" && dotnet build "tests/$tests" -v q -clp:ErrorsOnly -p:TreatWarningsAsErrors=false) > "$log" 2>&1; then
    echo "UNBUILT   $name:"
    tail -n 5 "$log"
    survived=$((survived + 1))
    return
  fi
  if (cd "$scratch/copy" && timeout 500 dotnet "tests/$tests/bin/Debug/net10.0/Halle.$tests.dll" --filter-class "$filter") > "$log" 2>&1; then
    echo "SURVIVED  $name: $tests stayed green"
    survived=$((survived + 1))
  else
    echo "caught    $name: $(grep -m1 -oE '(I[0-9] [^ ]+: .{0,90}|Assert\.[A-Za-z]+\(\) Failure.{0,60}|Waited .{0,120})' "$log")"
    killed=$((killed + 1))
  fi
}

only=${1:-}
crash='Halle.Cluster.Tests.Crashes.CrashTests'

mutant acknowledged-before-stored Cluster.Tests "$crash" src/Storage/Journal/Sqlite/SqliteJournal.cs \
  's/WriteGroup\(group\);\s*group\.ForEach\(waiting => waiting\.Complete\(\)\);/group.ForEach(waiting => waiting.Complete()); new System.Threading.ManualResetEventSlim().Wait(20); WriteGroup(group);/'
mutant receipts-forgotten Cluster.Tests "$crash" src/Grains/Rooms/Receipts.cs \
  's/_bySender\.TryGetValue\(\(sender, clientId\), out var seq\) \? seq : null/_bySender.Count < 0 ? 0 : null/'
mutant frame-leaves-a-message-out Cluster.Tests "$crash" src/EdgeApi/Live/Frames/FrameRing.cs \
  's/(if \(_shown!\.Show\(key, face\.Audience\) is \{ \} entity)\)/$1 \&\& to % 7 != 0)/'

echo "$killed caught, $survived not"
[ $survived -eq 0 ]
