#!/usr/bin/env bash
# The reference client through a whole life of a database, against `trove sandbox serve`.
set -euo pipefail
source "$(dirname "$0")/../scenario.sh"
unset "${!OS_@}"

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
"$trove" sandbox serve --memory --speed 20 --port "$port" >"$scratch/serve" 2>&1 &
expect_code 0 retry_until 10 curl -sf -o "$scratch/ignored" "http://127.0.0.1:$port/identity/v3"
[ "$code" = 0 ] || exit 1
as() { # WHO: log in
  expect_code 0 trove sandbox env "$1" --port "$port"
  eval "$out"
}
shows() { [ "$(openstack database "$1" show "$2" -f value -c status)" = "$3" ]; } # NOUN NAME STATUS
ready() { shows instance "$1" ACTIVE && [ "$(openstack database instance show "$1" -f value -c operating_status)" = HEALTHY ]; }
settled() { expect_code 0 retry_until 60 ready "$1"; }
gone() { ! openstack database instance show "$1"; }

as demo
expect_code 0 openstack datastore list -f value -c Name
expect_contains "$out" mysql "there is a datastore"
expect_code 0 openstack datastore version list mysql -f value -c Name
version=8.0.32
expect_contains "$out" "$version" "it has the version with parameters"
expect_code 0 openstack database flavor list -f value -c Name
expect_code 0 openstack database instance create one --flavor 2 --size 1 --datastore mysql --datastore-version "$version" \
  --databases app --users u:pw --nic "net-id=$network" --allowed-cidr 10.0.0.0/8 -f json
one=$(json "d['id']")
settled one
expect_code 0 openstack database instance show one -f json
expect_eq "$one 1 mysql" "$(json "' '.join([d['id'], str(d['volume']), d['datastore']])")" "it is as it was asked for"

expect_code 0 openstack database db create one shop
expect_code 0 openstack database db list one -f value -c Name
expect_eq "app shop" "$(echo $out)" "both databases are there"
expect_code 0 openstack database user create one v secret --databases app
expect_code 0 openstack database user grant access one v shop
expect_code 0 openstack database user show access one v -f value
expect_eq "app shop" "$(echo $out)" "the user may use both"
expect_code 0 openstack database user revoke access one v app
expect_code 0 openstack database user update attributes one v --new_password other
expect_code 0 openstack database user list one -f value -c Name
expect_eq "u v" "$(echo $out)" "both users are there"
expect_code 0 openstack database user delete one v
expect_code 0 openstack database db delete one shop
expect_code 0 openstack database db list one -f value -c Name
expect_eq app "$out" "one database is left"

expect_code 0 openstack database root show one -f value
expect_contains "$out" False "root is not enabled"
expect_code 0 openstack database root enable one -f json
expect_eq root "$(json "d['name']")" "root is given"
expect_code 0 openstack database root show one -f value
expect_contains "$out" True "root is enabled"
expect_code 0 openstack database root disable one

expect_code 0 openstack database configuration parameter list "$version" --datastore mysql -f value -c Name
expect_contains "$out" connect_timeout "there are parameters"
expect_code 0 openstack database configuration create tuned '{"connect_timeout": 30}' --datastore mysql --datastore-version "$version" -f json
expect_code 0 openstack database configuration attach one tuned
settled one
expect_code 0 openstack database configuration instances tuned -f value -c Name
expect_eq one "$out" "the group is attached"
expect_code 1 openstack database configuration delete tuned
expect_code 0 openstack database configuration detach one
settled one
expect_code 0 openstack database configuration delete tuned
expect_code 0 openstack database configuration default one -f json

expect_code 0 openstack database backup create full --instance one -f json
expect_code 0 retry_until 60 shows backup full COMPLETED
settled one
expect_code 0 openstack database backup create more --instance one --incremental -f json
expect_code 0 retry_until 60 shows backup more COMPLETED
settled one
expect_code 0 openstack database backup list -i one -f value -c Name
expect_eq "full more" "$(printf '%s\n' "$out" | sort | xargs)" "both backups are there"
expect_code 0 openstack database instance create restored --flavor 2 --size 1 --datastore mysql --datastore-version "$version" \
  --backup more --nic "net-id=$network" -f json
settled restored
expect_code 0 openstack database instance delete restored
expect_code 0 retry_until 60 gone restored
expect_code 0 openstack database backup delete full
expect_code 0 openstack database backup list -f value -c Name
expect_eq "" "$out" "the second backup went with the first"

expect_code 0 openstack database instance create standby --replica-of one --nic "net-id=$network" -f json
settled standby
settled one
expect_code 0 openstack database instance show standby -f json
expect_eq "$one" "$(json "d['replica_of']")" "the replica names its primary"
expect_code 1 openstack database instance delete one
expect_code 0 openstack database instance promote standby
settled standby
settled one
expect_code 0 openstack database instance show one -f value -c replica_of
expect_eq "$(openstack database instance show standby -f value -c id)" "$out" "they have changed places"
expect_code 0 openstack database instance detach one
settled one

expect_code 0 openstack database log list one -f value -c Name
expect_contains "$out" general "there is a log"
expect_code 0 openstack database log set one general --enable -f json
expect_code 0 openstack database log set one general --publish -f json
expect_code 0 openstack database log tail one general
expect_eq yes "$([ -n "$out" ] && echo yes)" "something is in it"

expect_code 0 openstack database instance resize volume one 2
settled one
expect_code 0 openstack database instance resize flavor one 3
settled one
expect_code 0 openstack database instance restart one
settled one
expect_code 0 openstack database instance update one --name uno
expect_code 0 openstack database instance show uno -f json
expect_eq "2 3" "$(json "' '.join([str(d['volume']), str(d['flavor'])])")" "it has grown"

expect_code 0 openstack token issue -f value -c project_id
project=$out
as admin
expect_code 0 openstack database quota update "$project" instances 20 -f json
as demo
expect_code 0 openstack database limit list -f value

expect_code 0 openstack database instance delete standby uno
expect_code 0 retry_until 60 gone standby
expect_code 0 retry_until 60 gone uno
expect_code 0 openstack database instance list -f json
expect_eq "[]" "$(echo $out)" "nothing is left"
