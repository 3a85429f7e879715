#!/usr/bin/env bash
# Says by its exit code whether GET http://HOST:PORTPATH answers 200 within two seconds. Needs bash alone, so it runs in the images too.
# Usage: ready.sh HOST PORT [PATH]
read -r -t 2 status < <(
  exec 2> /dev/null 3<> "/dev/tcp/$1/$2" || exit 1
  printf 'GET %s HTTP/1.1\r\nHost: %s:%s\r\nConnection: close\r\n\r\n' "${3:-/ready}" "$1" "$2" >&3
  timeout 2 head -n 1 <&3
)
[[ $status == "HTTP/1.1 200"* ]]
