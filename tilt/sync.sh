#!/bin/sh
# Begins a pass over every connection of the tenant $TENANT.
set -eu
port=$1
sh tilt/call.sh "$port" connector ConnectorService/ListConnections '{}' |
  node -e 'let text = ""; process.stdin.on("data", (part) => (text += part)).on("end", () => (JSON.parse(text).connections ?? []).forEach(({ connectionId }) => console.log(JSON.stringify({ connectionId }))))' |
  while read -r connection; do
    sh tilt/call.sh "$port" connector ConnectorService/StartSync "$connection"
  done
