#!/usr/bin/env bash
# Programs of others, each with a whole life of an instance: gophercloud, openstacksdk and troveclient's library,
# against the sandbox at two speeds and against the lab.
set -euo pipefail
source "$(dirname "$0")/../scenario.sh"
programs=$conformance/programs
# The packages of Debian are no modules.
expect_code 0 env GO111MODULE=off GOPATH=/usr/share/gocode GOCACHE="$scratch/go" go build -o "$scratch/gophercloud" "$programs/gophercloud.go"

# live NAME COMMAND…: the lines of a program, with the cloud and the program before each.
live() {
  local name=$1 status=0
  shift
  "$@" 2>"$scratch/err" </dev/null | sed -E "s/^(ok|not ok) /\\1 $cloud, $name: /" || status=$?
  expect_eq 0 "$status" "$cloud, $name: the program ends"
  if [ "$status" != 0 ]; then tail -5 "$scratch/err" | sed 's/^/    /'; fi
}

lives() {
  live gophercloud "$scratch/gophercloud"
  live openstacksdk "$lab" python "$programs/openstacksdk_life.py"
  live troveclient "$lab" python "$programs/troveclient_life.py"
}

# The links of the real Trove begin with https, so its clients need TLS.
cloud=lab
export SSL_CERT_FILE=$LAB_HOME/ca.pem OS_CACERT=$LAB_HOME/ca.pem OS_REGION_NAME=RegionTLS
export OS_AUTH_URL=https://127.0.0.1:${LAB_KEYSTONE_TLS_PORT:-15443}/v3
expect_code 0 retry_until 20 curl -sf --cacert "$OS_CACERT" "$OS_AUTH_URL"
lives
unset "${!OS_@}" SSL_CERT_FILE

for speed in 1 20; do
  cloud="sandbox at speed $speed"
  "$trove" sandbox serve --memory --speed "$speed" --port 0 >"$scratch/serve" 2>&1 &
  server=$!
  expect_code 0 retry_until 10 grep -q "serving on" "$scratch/serve"
  [ "$code" = 0 ] || exit 1
  port=$(sed -nE 's/.*127\.0\.0\.1:([0-9]+).*/\1/p' "$scratch/serve" | head -1)
  (
    eval "$("$trove" sandbox env --port "$port")"
    export CLOUD_IS_SANDBOX=1
    lives
  )
  kill "$server"
done
