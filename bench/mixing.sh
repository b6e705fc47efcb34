#!/bin/bash
# Mixing: our media worker and Janus (Debian package janus) in turn under the same load, so that both have the same machine.
#   ROOMS="10 60" SIZE=3 REPS=3 SECS=8 bench/mixing.sh
# One line a trial: CPU of the mixer a participant-second, packets of those due, mouth to ear.
set -uo pipefail
cd "$(dirname "$0")/.."
ROOMS=${ROOMS:-10 60}; SIZE=${SIZE:-3}; REPS=${REPS:-3}; SECS=${SECS:-8}; PORT=${PORT:-57001}
command -v janus >/dev/null || { echo "Janus is not here: apt-get install -y --no-install-recommends janus" >&2; exit 1; }
F=$(mktemp -d -t mixing.XXXX); chmod 755 "$F"
trap 'bench/peers/janus.sh stop "$F/janus" 2>/dev/null; rm -rf "$F"' EXIT
for rooms in $ROOMS; do for _ in $(seq 1 "$REPS"); do
  timeout 60 node bench/peers/audio-bench.mjs --target patchbay --rooms "$rooms" --size "$SIZE" --secs "$SECS"
  bench/peers/janus.sh start "$F/janus" "$PORT" 40000-49000 >/dev/null || exit 1
  timeout 60 node bench/peers/audio-bench.mjs --target janus --port "$PORT" --rooms "$rooms" --size "$SIZE" --secs "$SECS" --pid "$(cat "$F/janus/pid")"
  bench/peers/janus.sh stop "$F/janus"
done; done
