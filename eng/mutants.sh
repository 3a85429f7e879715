#!/usr/bin/env bash
# Breaks a promise on purpose, in a scratch copy, and checks that the suite meant to hold it turns red.
# Usage: eng/mutants.sh [NAME…]     (all of them take about a quarter of an hour; those that need real processes are last, two of them root)
#        eng/mutants.sh --check     only that each still finds what it changes, in seconds: a part of ./test.sh
set -uo pipefail
cd "$(dirname "$0")/.."
home=$PWD

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
survived=0
killed=0

check=no
if [ "${1:-}" = --check ]; then
  check=yes
  shift
fi
[ $check = yes ] || git clone -q --shared . "$scratch/copy" || exit 2
[ $check = yes ] || cd "$scratch/copy" || exit 2
wanted=" $* "

# What a goal of ./test-faults.sh needs of npm, where this copy has it.
[ $check = yes ] || [ ! -d "$home/artifacts/azurite/node_modules" ] || { mkdir artifacts && ln -s "$home/artifacts/azurite" artifacts/azurite; }

# What is expected to fail: a class of tests, or the short form of a goal (R1 to R34), which needs root.
judge() {
  case $2 in
    R[0-9]*) HALLE_BUILD=no HALLE_CONFIGURATION=Debug timeout 500 ./test-faults.sh --fast "$2" ;;
    *) timeout 500 dotnet "tests/$1/bin/Debug/net10.0/Halle.$1.dll" --filter-class "$2" ;;
  esac
}

# mutant NAME TESTS FILTER FILE PERL: the expression must change the file, the copy must build, and the tests must fail.
mutant() {
  local name=$1 tests=$2 filter=$3 file=$4 change=$5 log
  [ "$wanted" = "  " ] || [[ "$wanted" == *" $name "* ]] || return 0
  if [ $check = yes ]; then
    if perl -0pe "$change" "$file" | cmp -s - "$file"; then
      echo "STALE     $name: $file no longer has what it changes"
      survived=$((survived + 1))
    fi
    return
  fi
  log="$scratch/$name.log"
  git checkout -q .
  perl -0pi -e "$change" "$file"
  if git diff --quiet; then
    echo "STALE     $name: $file no longer has what it changes"
    survived=$((survived + 1))
    return
  fi
  if ! dotnet build "tests/$tests" -v q "-clp:ErrorsOnly;NoSummary" -p:TreatWarningsAsErrors=false > "$log" 2>&1; then
    echo "UNBUILT   $name:"
    tail -n 5 "$log"
    survived=$((survived + 1))
    return
  fi
  if judge "$tests" "$filter" > "$log" 2>&1; then
    echo "SURVIVED  $name: $tests stayed green"
    survived=$((survived + 1))
  elif ! grep -qE '^ *failed: [1-9]' "$log"; then
    echo "UNCLEAR   $name: no test of $filter failed, but the run did"
    tail -n 5 "$log"
    survived=$((survived + 1))
  else
    echo "caught    $name: $(grep -m1 -oE '(I[0-9] [^ ]+: .{0,90}|^ +p50 [0-9].{0,60}|Assert\.[A-Za-z]+\(\) Failure.{0,60}|(Waited|After) .{0,120}|TimeoutException.{0,80})' "$log")"
    killed=$((killed + 1))
  fi
}

crash='Halle.Cluster.Tests.Crashes.CrashTests'

mutant no-fence Storage.Tests 'Halle.Tests.Journal.SqliteJournalTests' src/Storage/Journal/Sqlite/SqliteJournalWriter.cs \
  's/waiting\.Fenced = true;\s*return;/waiting.Fenced = false;/'
mutant no-fence-in-a-cluster Storage.Tests 'Halle.Tests.Journal.AzureTableJournalTests' src/Storage/Journal/AzureTables/AzureTableJournal.cs \
  's/UpdateReplace, moved, tag\)/UpdateReplace, moved, ETag.All)/'
mutant unclear-taken-for-stored Grains.Tests 'Halle.Tests.Shell.StoreFaultTests' src/Grains/Rooms/JournalWriter.cs \
  's/ambiguous = true;\s*instruments\.Unclear\(\);\s*LogUnclear\([^;]*\);/return WriteOutcome.Stored;/'
mutant an-unclear-write-is-written-again Grains.Tests 'Halle.Tests.Shell.StoreFaultTests' src/Grains/Rooms/JournalWriter.cs \
  's/if \(await LookAsync\(expectedHead, commit, stopping\) is \{ \} outcome\)/if (expectedHead < 0 \&\& await LookAsync(expectedHead, commit, stopping) is { } outcome)/'
mutant no-lease Grains.Tests 'Halle.Tests.Shell.PresenceTests' src/Grains/Rooms/PresenceLedger.cs \
  's/pair\.Value\.Until <= now/pair.Value.Until <= now - TimeSpan.FromHours(1)/'
mutant no-barrier-before-an-event-wide-answer Grains.Tests 'Halle.Tests.Shell.EventWideTests' src/Grains/Event/EventGrain.cs \
  's/seq > _newestWide \? Task\.CompletedTask : _confirming/seq > _newestWide ? Task.CompletedTask : Task.CompletedTask/'
mutant no-epoch EdgeApi.Tests 'Halle.Tests.Live.Rooms.EnterTestsO*' src/EdgeApi/Live/Rooms/RoomReplica.cs \
  's/cursor\.Position = string\.Equals\(epoch, _ring\.Epoch, StringComparison\.Ordinal\) && /cursor.Position = /'
mutant no-check-of-a-resume EdgeApi.Tests 'Halle.Tests.Live.Rooms.ResumeTests' src/EdgeApi/Live/Rooms/RoomReplica.cs \
  's/lastSeq is >= 0 && lastSeq <= _ring\.Applied/lastSeq is >= 0/'
mutant a-gap-is-not-noticed EdgeApi.Tests 'Halle.Tests.Live.Rooms.FeedTests' src/EdgeApi/Live/Rooms/FeedLink.cs \
  's/fits = !_subscribed \|\| Apply\(batch\);/fits = !_subscribed || Apply(batch) || batch.From > 0;/'
mutant a-lost-command-stays-lost EdgeApi.Tests 'Halle.Tests.Live.Rooms.LostCommandTests' src/EdgeApi/Live/LiveRooms.cs \
  's/broken is OrleansException or TimeoutException && context/broken is StackOverflowException \&\& context/'
mutant an-edge-leaves-without-a-word EdgeApi.Tests 'Halle.Tests.Live.Rooms.EnterTestsO*' src/EdgeApi/Live/Connections/LiveConnections.cs \
  's/live\.SayFarewell\(ClosingCode\.GoingAway, _context\.Options\.GoingAwaySpread\);/_ = live.Turn;/'
mutant a-hole-behind-what-a-room-holds EdgeApi.Tests 'Halle.Tests.Live.Frames.FrameRingTests' src/EdgeApi/Live/Frames/FrameRing.cs \
  's/position < Start \|\| position < _forgotten/position < Start/'
mutant set-back-by-an-edge-that-lags EdgeApi.Tests 'Halle.Tests.Live.Rooms.FeedTests' src/EdgeApi/Live/Rooms/RoomReplicas.cs \
  's/var behind = entry\.Replica\.IsBehind\(claimed\)/var behind = entry.Replica.IsBehind(default)/'
mutant acknowledged-before-stored Cluster.Tests "$crash" src/Storage/Journal/Sqlite/SqliteJournalWriter.cs \
  's/WriteGroup\(group\);\s*if \(ClearLog\(\).*?group\.ForEach\(waiting => waiting\.Complete\(\)\);/group.ForEach(waiting => waiting.Complete()); new System.Threading.ManualResetEventSlim().Wait(20); WriteGroup(group);/s'
mutant frame-leaves-a-message-out Cluster.Tests "$crash" src/EdgeApi/Live/Frames/FrameRing.cs \
  's/(if \(_shown!\.Show\(key, face\.Audience\) is \{ \} entity)\)/$1 \&\& to % 7 != 0)/'
mutant a-frozen-silo-keeps-its-rooms Cluster.Tests R28 src/Silo/Clustering/ClusterComposition.cs \
  's/membership\.MaxProbeTimeout = [^;]+;/membership.MaxProbeTimeout = TimeSpan.FromSeconds(8);/'
mutant receipts-forgotten Cluster.Tests R7 src/Grains/Rooms/Receipts.cs \
  's/_bySender\.TryGetValue\(\(sender, clientId\), out var seq\) \? seq : null/_bySender.Count < 0 ? 0 : null/'

if [ $check = yes ]; then echo "$survived stale"; else echo "$killed caught, $survived not"; fi
[ $survived -eq 0 ]
