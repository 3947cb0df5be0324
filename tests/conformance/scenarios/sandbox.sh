#!/usr/bin/env bash
# The cloud inside trove: the reference client against `sandbox serve`, and trove with `--os-cloud sandbox`.
set -euo pipefail
source "$(dirname "$0")/../scenario.sh"
unset "${!OS_@}"
export XDG_DATA_HOME=$scratch/data
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
"$trove" sandbox serve --port "$port" >"$scratch/serve" 2>&1 &
expect_code 0 retry_until 10 curl -sf -o "$scratch/ignored" "http://127.0.0.1:$port/identity/v3"
[ "$code" = 0 ] || exit 1

(
  expect_code 0 trove sandbox env --port "$port"
  eval "$out"
  expect_code 0 openstack datastore list -f value -c Name
  expect_contains "$out" mysql "the reference client sees a datastore"
  expect_code 0 openstack database flavor list -f json
  expect_code 0 openstack database instance create theirs --flavor 2 --size 1 --datastore mysql --nic "net-id=$network" -f json
  id=$(json "d['id']")
  expect_code 0 openstack database instance list -f value -c ID
  expect_contains "$out" "$id" "the reference client lists what it created"
  active() { [ "$(openstack database instance show theirs -f value -c status)" = ACTIVE ]; }
  expect_code 0 retry_until 60 active
  expect_code 0 openstack database instance delete theirs
  gone() { ! openstack database instance show "$id"; }
  expect_code 0 retry_until 60 gone
  expect_code 1 openstack database instance show theirs
)

expect_code 0 trove --os-cloud sandbox instance create mine --flavor 2 --size 1 --datastore mysql --databases app --users u:pw \
  --nic "net-id=$network" --wait -f json
expect_eq ACTIVE "$(json "d['status']")" "trove creates one in the sandbox"
expect_code 0 env OS_CLOUD=sandbox "$trove" instance list -f value -c Name
expect_eq mine "$out" "which is there in the next process"
expect_eq yes "$([ -n "$(find "$XDG_DATA_HOME" -type f)" ] && echo yes)" "its state is below XDG_DATA_HOME"
expect_code 0 trove --os-cloud sandbox instance delete mine --wait --yes
expect_code 3 trove --os-cloud sandbox instance show mine
