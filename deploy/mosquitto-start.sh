#!/bin/sh
# Starts Mosquitto once its password and ACL file are there, and makes it read them again (SIGHUP) whenever they change.
# Usage: mosquitto-start.sh <mosquitto.conf> <folder with passwordfile and aclfile>
set -u
conf=$1
folder=$2

mark() {
  cat "$folder/passwordfile" "$folder/aclfile" 2>/dev/null | cksum
}

until [ -s "$folder/passwordfile" ] && [ -s "$folder/aclfile" ]; do
  echo "waiting for $folder/passwordfile and $folder/aclfile, which the worker writes"
  sleep 1
done

seen=$(mark)
mosquitto -c "$conf" &
broker=$!
trap 'kill -TERM "$broker" 2>/dev/null' TERM INT

while kill -0 "$broker" 2>/dev/null; do
  sleep 1 &
  wait $! # a signal ends the wait at once, a plain sleep would hold it up
  now=$(mark)
  if [ "$now" != "$seen" ] && kill -0 "$broker" 2>/dev/null; then
    seen=$now
    kill -HUP "$broker"
  fi
done
wait "$broker"
