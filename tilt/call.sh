#!/bin/sh
# Calls a service as the operator: call.sh PORT SERVICE METHOD JSON, as in call.sh 50066 ops OpsService/RunComparator '{}'.
# With TENANT the call is about that tenant. The keys are those that the Tiltfile made.
set -eu
port=$1 package=$2 method=$3 body=$4
token=$(node_modules/node/bin/node scripts/dist/keys.js .run/tilt/keys token ${TENANT:+--tenant "$TENANT"})
exec grpcurl -plaintext -import-path proto -proto "secondlook/$package/v1/${package}_service.proto" \
  -H "authorization: Bearer $token" -d "$body" "localhost:$port" "secondlook.$package.v1.$method"
