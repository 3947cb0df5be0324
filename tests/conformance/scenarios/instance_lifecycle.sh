#!/usr/bin/env bash
# One instance from its creation to its deletion, each step waited for.
set -euo pipefail
source "$(dirname "$0")/../scenario.sh"

expect_code 0 trove instance create first --flavor 2 --size 1 --datastore mysql --databases app --users u:pw \
  --nic "net-id=$network" --wait -f json
expect_eq ACTIVE "$(json "d['status']")" "create --wait prints the instance as it became"
expect_eq first "$(json "d['name']")" "under its name"
id=$(json "d['id']")

expect_code 0 trove instance list -f value -c ID
expect_eq "$id" "$out" "the list has it and nothing else"
expect_code 0 trove instance show first -f json
expect_eq "$id mysql 2 1" "$(json "' '.join([d['id'], d['datastore'], d['flavor'], str(d['volume'])])")" "show finds it by name"
expect_code 0 trove instance show "$id" -f value -c name
expect_eq first "$out" "show finds it by ID"
expect_code 0 "$lab" openstack database db list first -f value
expect_contains "$out" app "its database is there"
expect_code 0 "$lab" openstack database user list first -f value -c Name
expect_contains "$out" u "its user is there"

expect_code 0 trove instance resize first --volume 2 --wait
expect_code 0 trove instance show first -f value -c volume
expect_eq 2 "$out" "the volume has grown"
expect_code 0 trove instance resize first --flavor 3 --wait
expect_code 0 trove instance show first -f value -c flavor
expect_eq 3 "$out" "the flavor is another"
expect_code 0 trove instance restart first --wait
expect_code 0 trove instance show first -f value -c status
expect_eq ACTIVE "$out" "it runs after the restart"

expect_code 0 trove instance update first --name renamed
expect_code 3 trove instance show first
expect_code 0 trove instance show renamed -f value -c id
expect_eq "$id" "$out" "it has a new name"

expect_code 0 trove instance delete renamed --wait --yes
expect_code 3 trove instance show renamed
expect_code 3 trove instance show "$id"
expect_code 3 trove instance delete renamed --yes
