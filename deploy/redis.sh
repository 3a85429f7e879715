#!/bin/sh
# Starts Redis with these options and the password in REDISCLI_AUTH, which it is told over its standard input: a command line is everybody's to read.
# Usage: redis.sh [OPTION…]
case ${REDISCLI_AUTH:-} in
  "" | *[!A-Za-z0-9]*)
    echo "REDISCLI_AUTH, the password of Redis, is of letters and digits: anything else means something in a connection string or in its settings." >&2
    exit 2
    ;;
esac
exec redis-server "$@" - <<END
requirepass $REDISCLI_AUTH
END
