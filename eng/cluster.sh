#!/usr/bin/env bash
# The topology of docker-compose.yml as plain processes, each service with a loopback address of its own (Linux: all of 127.0.0.0/8 is there).
#
#   eng/cluster.sh up [NAME…]     builds, starts what is not running, waits until it is ready; no NAME: everything
#   eng/cluster.sh down [NAME…]   stops politely, edges first
#   eng/cluster.sh kill NAME      SIGKILL, and not started again; up NAME brings it back
#   eng/cluster.sh status         a line per service
#   eng/cluster.sh logs NAME      what it wrote
#   eng/cluster.sh run NAME ARG…  the program of a service once more, with its settings: run edge1 programme load FILE
#   eng/cluster.sh config         what each service is started with, for the test that compares it with docker-compose.yml
#
# A process that ends by itself is started again after a second, as with "restart: unless-stopped"; but not one that ends with 2, which says that it
# cannot start before something is changed. Only processes started here are ended.
# Needs redis-server, node, npm; caddy is optional (without it the edges are used directly). Environment:
#   HALLE_CLUSTER_DIR   data, logs and process ids               (artifacts/cluster)
#   HALLE_CLUSTER_NET   first three numbers of the addresses     (127.80.0)
#   HALLE_CLUSTER_SILOS how many                             (3)
#   HALLE_CLUSTER_EDGES how many                             (2)
#   HALLE_CLUSTER_PROXY off: no proxy, and edges that know of none; on: not without it
#   HALLE_CLUSTER_OWNER a process id: everything ends when that process does
#   HALLE_BUILD         no: what was built is used as it is
#   HALLE_CONFIGURATION Release or Debug                         (Release)
#   HALLE_CLUSTER_WRAP_NAME  words before a service's command, for tests: prlimit, faketime
# What is set as Halle__… or Logging__… outside is passed on and wins.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
dir=${HALLE_CLUSTER_DIR:-$root/artifacts/cluster}
net=${HALLE_CLUSTER_NET:-127.80.0}
configuration=${HALLE_CONFIGURATION:-Release}
azurite=$root/artifacts/azurite/node_modules/azurite/dist/src/table/main.js
silos=($(seq -f 'silo%g' "${HALLE_CLUSTER_SILOS:-3}"))
edges=($(seq -f 'edge%g' "${HALLE_CLUSTER_EDGES:-2}"))
services=(redis azurite "${silos[@]}" "${edges[@]}" proxy)
declare -A host=([redis]=21 [azurite]=22)
for name in "${silos[@]}"; do host[$name]=$((10 + ${name#silo})); done
for name in "${edges[@]}"; do host[$name]=$((30 + ${name#edge})); done

# How long a process may take to hand over, as stop_grace_period says.
grace=40

proxied() {
  case ${HALLE_CLUSTER_PROXY:-} in
    on) true ;;
    off) false ;;
    *) command -v caddy > /dev/null ;;
  esac
}

# The lines NAME=VALUE a service is told, with the names of services, as in docker-compose.yml.
settings() {
  local files=()
  case $1 in
    silo*) files=(deploy/cluster.env) ;;
    edge*) files=(deploy/cluster.env deploy/edges.env) ;;
  esac
  [ ${#files[@]} -eq 0 ] || sed -E "/^(#|$)/d;s/^([^=]*)='(.*)'$/\1=\2/" "${files[@]}"
  case $1 in
    silo*)
      echo "Halle__Cluster__Address=$1"
      echo "Halle__AdminUrl=http://$1:5091"
      ;;
    edge*)
      echo "ASPNETCORE_URLS=http://$1:8080"
      echo "Halle__AdminUrl=http://127.0.0.1:8081"
      # The event is filled once whoever starts first; one edge is enough to print links.
      [ "$1" = edge1 ] && echo "Halle__Demo=true" || echo "Halle__Demo=false"
      ;;
    proxy)
      echo "HALLE_SITE=:8080"
      echo "HALLE_EDGES=$(printf '%s:8080 ' "${edges[@]}" | sed 's/ $//')"
      echo "HALLE_BIND=127.0.0.1"
      ;;
  esac
}

command_of() {
  case $1 in
    redis) echo "redis-server --appendonly yes --appendfsync always --maxmemory-policy noeviction" ;;
    azurite) echo "azurite-table --tablePort 10002 --disableTelemetry --skipApiVersionCheck" ;;
    silo*) echo "Halle.Silo.dll" ;;
    edge*) echo "Halle.EdgeApi.dll" ;;
    proxy) echo "caddy run --adapter caddyfile" ;;
  esac
}

# Names become addresses here. An edge's own loopback is its own address: two on one machine must not meet there. The proxy's address is loopback.
resolve() {
  local script="s/172\.30\.80\.2/127.0.0.1/" name
  [[ $1 != edge* ]] || script="s/127\.0\.0\.1/$net.${host[$1]}/g;$script"
  for name in "${!host[@]}"; do
    script+=";s/\b$name\b/$net.${host[$name]}/g"
  done
  sed -E "/=/{h;s/=.*//;x;s/^[^=]*=//;$script;H;x;s/\n/=/}"
}

environment() {
  if proxied; then
    settings "$1" | resolve "$1"
  else
    settings "$1" | sed -E '/^Halle__(BehindProxy|Proxies|Origins)/d' | resolve "$1"
  fi
  env | grep -E '^(Halle|Logging)__' || true
}

# All that a process is started with; of a name that comes twice the last one.
exported() {
  environment "$1" | tac | awk -F= '!known[$1]++' | tac
  [[ $1 != edge* ]] || echo "HALLE_LINKS_FILE=$dir/$1.links.json"
}

# When a process was started, in the kernel's ticks: a number may be given to another process later, never with the same start.
started() { sed -E 's/.*\) //' "/proc/$1/stat" 2> /dev/null | cut -d' ' -f20; }

pid_of() {
  local pid since
  read -r pid since 2> /dev/null < "$dir/$1.pid" || return 1
  [ "$(started "$pid")" = "$since" ] && echo "$pid"
}

# Ends a process when its owner is gone.
outlive() {
  local since
  since=$(started "$1")
  while [ -d "/proc/$HALLE_CLUSTER_OWNER" ] && [ "$(started "$1")" = "$since" ]; do sleep 1; done
  if [ "$(started "$1")" = "$since" ]; then
    touch "$dir/$2.down"
    kill -KILL "$1"
  fi
}

# Ours say by 2 that they cannot start as they are set up, or that the store is damaged: starting them again changes nothing.
refused() { [ "$2" = 2 ] && [[ $1 == silo* || $1 == edge* ]]; }

# Runs a service until it is told not to, refuses, or its folder is gone: told between two starts, it may not get to read so. In a session of its own, so that
# the caller's end does not end it.
supervise() {
  local name=$1
  shift
  while [ -d "$dir" ] && [ ! -e "$dir/$name.down" ]; do
    "$@" >> "$dir/$name.log" 2>&1 &
    local pid=$! code=0
    echo "$pid $(started $pid)" > "$dir/$name.pid"
    if [ -n "${HALLE_CLUSTER_OWNER:-}" ]; then
      outlive $pid "$name" &
    fi
    wait $pid || code=$?
    echo "$(date -u +%H:%M:%S.%N | cut -c1-12) $name ended with exit code $code" >> "$dir/$name.log"
    if refused "$name" "$code"; then
      echo "$name is not started again before it is told to: change what the lines above say, then eng/cluster.sh up $name" >> "$dir/$name.log"
      touch "$dir/$name.down"
    fi
    [ -e "$dir/$name.down" ] || sleep 1
  done
}

arguments() {
  local words
  read -ra words <<< "$(command_of "$1")"
  case $1 in
    redis) words+=(--bind "$net.21" --dir "$dir/redis") ;;
    azurite) words=(node "$azurite" "${words[@]:1}" --tableHost "$net.22" --location "$dir/azurite" --silent) ;;
    silo*) words=(dotnet "$root/src/Silo/bin/$configuration/net10.0/${words[0]}") ;;
    edge*) words=(dotnet "$root/src/EdgeApi/bin/$configuration/net10.0/${words[0]}") ;;
    proxy) words+=(--config "$root/deploy/Caddyfile") ;;
  esac
  local wrap=HALLE_CLUSTER_WRAP_$1
  if [ -n "${!wrap:-}" ]; then
    local before
    read -ra before <<< "${!wrap}"
    words=("${before[@]}" "${words[@]}")
  fi
  printf '%s\n' "${words[@]}"
}

start() {
  local name=$1 words told
  pid_of "$name" > /dev/null && return
  rm -f "$dir/$name.down"
  mkdir -p "$dir/$name"
  mapfile -t words < <(arguments "$name")
  mapfile -t told < <(exported "$name")
  rm -f "$dir/$name.links.json"
  (
    case $name in edge*) cd src/EdgeApi ;; silo*) cd src/Silo ;; *) cd "$dir/$name" ;; esac
    export -f supervise started outlive refused
    # By the environment and not by the command line, which everybody on the machine can read.
    export dir "${told[@]}"
    setsid bash -c 'supervise "$@"' supervise "$name" "${words[@]}" < /dev/null > /dev/null 2>&1 &
  )
}

# Host and port that tell whether a service is there: silos and edges say so themselves, the others by taking a connection.
port_of() {
  case $1 in
    redis) echo 6379 ;;
    azurite) echo 10002 ;;
    silo*) echo 5091 ;;
    edge* | proxy) echo 8080 ;;
  esac
}

is_ready() {
  local at=127.0.0.1
  [ "$1" = proxy ] || at=$net.${host[$1]}
  case $1 in
    redis | azurite) (exec 3<> "/dev/tcp/$at/$(port_of "$1")") 2> /dev/null ;;
    *) bash deploy/ready.sh "$at" "$(port_of "$1")" ;;
  esac
}

await_ready() {
  local name deadline=$((SECONDS + 90))
  for name in "$@"; do
    until pid_of "$name" > /dev/null && is_ready "$name"; do
      if [ $SECONDS -gt $deadline ] || [ -e "$dir/$name.down" ]; then
        tail -n 20 "$dir/$name.log" >&2
        echo "$name is not ready" >&2
        exit 1
      fi
      sleep 0.1
    done
  done
}

# stop SIGNAL NAME
stop() {
  local pid waited=0
  touch "$dir/$2.down"
  pid=$(pid_of "$2") || return 0
  kill "-$1" "$pid" 2> /dev/null || true
  while pid_of "$2" > /dev/null && [ $waited -lt $((grace * 10)) ]; do
    sleep 0.1
    waited=$((waited + 1))
  done
  ! pid_of "$2" > /dev/null || kill -KILL "$pid"
}

prepare() {
  command -v redis-server > /dev/null || { echo "redis-server is needed: apt-get install redis-server" >&2; exit 1; }
  if [ ! -f artifacts/azurite/node_modules/.package-lock.json ]; then  # what npm writes last: an installation that was cut off is done again
    mkdir -p artifacts/azurite
    cp tests/Storage.Tests/azurite/{package.json,package-lock.json,.npmrc} artifacts/azurite/
    npm --prefix artifacts/azurite install --no-save --no-audit --no-fund --loglevel=error
  fi
  [ "${HALLE_BUILD:-yes}" = no ] || dotnet build src/EdgeApi -c "$configuration" -clp:ErrorsOnly -v q
}

up() {
  local wave name
  mkdir -p "$dir"
  prepare
  for wave in "redis azurite" "${silos[*]}" "${edges[*]}" proxy; do
    local wanted=()
    for name in $wave; do
      [[ " $* " != *" $name "* ]] || wanted+=("$name")
    done
    for name in "${wanted[@]}"; do start "$name"; done
    await_ready "${wanted[@]}"
  done
}

everything() {
  local name
  for name in "${services[@]}"; do
    [ "$name" = proxy ] && ! proxied || echo "$name"
  done
}

run() {
  local words told
  mapfile -t words < <(arguments "$1")
  mapfile -t told < <(environment "$1")
  shift
  export "${told[@]}"
  exec "${words[@]}" "$@"
}

action=${1:-}
[ $# -eq 0 ] || shift
named=("$@")
[ "$action" != run ] || named=("${@:1:1}")
for name in "${named[@]}"; do
  [[ " ${services[*]} " == *" $name "* ]] || { echo "There is no service '$name': ${services[*]}" >&2; exit 2; }
done
case $action in
  up)
    mapfile -t all < <(everything)
    if [ $# -eq 0 ]; then up "${all[@]}"; else up "$@"; fi
    ;;
  down)
    for wave in "proxy ${edges[*]}" "${silos[*]}" "redis azurite"; do
      for name in $wave; do
        [ $# -gt 0 ] && [[ " $* " != *" $name "* ]] || stop TERM "$name" &
      done
      wait
    done
    ;;
  kill) stop KILL "${1:?which service?}" ;;
  status)
    for name in "${services[@]}"; do
      if pid=$(pid_of "$name"); then
        is_ready "$name" && state=ready || state="not ready"
        printf '%-8s %-8s pid %s\n' "$name" "$state" "$pid"
      else
        printf '%-8s down\n' "$name"
      fi
    done
    ;;
  run) run "${1:?which service?}" "${@:2}" ;;
  logs) cat "$dir/${1:?which service?}.log" ;;
  config)
    for name in "${services[@]}"; do
      echo "$name address ${host[$name]:+$net.}${host[$name]:-127.0.0.1}"
      echo "$name command $(command_of "$name")"
      echo "$name port $(port_of "$name")"
      echo "$name grace ${grace}s"
      case $name in redis | azurite) echo "$name keeps $dir/$name" ;; esac
      exported "$name" | sed "s/^/$name setting /"
    done
    ;;
  *) sed -n '2,/^set -/{/^set -/d;s/^# \{0,1\}//;p}' "$0"; exit 2 ;;
esac
