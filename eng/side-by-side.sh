#!/usr/bin/env bash
# Halle beside a plain SignalR group broadcast, in one run. Usage: eng/side-by-side.sh [READERS] [MESSAGES_PER_SECOND] [SECONDS]
set -euo pipefail
cd "$(dirname "$0")/.."
for project in src/EdgeApi bench/PlainSignalR bench/SideBySide; do
  dotnet build -c Release -clp:ErrorsOnly -v q "$project"
done
out() { echo "$PWD/$1/bin/Release/net10.0/Halle.$(basename "$1").dll"; }
dotnet "$(out bench/SideBySide)" "$(out src/EdgeApi)" "$(out bench/PlainSignalR)" "$@"
