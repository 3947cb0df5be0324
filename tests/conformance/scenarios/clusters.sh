#!/usr/bin/env bash
# A cluster from its creation to its deletion, by the real strategy for Galera.
set -euo pipefail
source "$(dirname "$0")/../scenario.sh"
as() { eval "$("$lab" env "$1")"; }
members() { "$trove" cluster list instances galera -f json | python3 -c 'import json, sys; print(len(json.load(sys.stdin)))'; }

member="flavor=2,volume=1,nic=net-id=$network"
create=(trove cluster create galera mariadb 10.11.14)
expect_code 1 "${create[@]}" --instance "$member" --instance "$member"
expect_code 1 trove cluster create other mysql 8.0.32 --instance "$member"
expect_code 0 "${create[@]}" --instance "$member" --instance "$member" --instance "$member" --wait -f json
expect_eq "galera NONE mariadb" "$(json "' '.join([d['name'], d['task_name'], d['datastore']])")" "create --wait prints the cluster as it became"
expect_eq 3 "$(members)" "it has three instances"
expect_code 0 trove cluster list -f value -c Name
expect_eq galera "$out" "the list has it"
expect_code 0 openstack database cluster show galera -f value -c name
expect_eq galera "$out" "the reference client sees it"
expect_code 0 trove instance list -f json
expect_eq 0 "$(json 'len(d)')" "its instances are in no list"
expect_code 0 trove instance list --include-clustered -f value -c Name
expect_eq 3 "$(rows "$out")" "unless they are asked for"

expect_code 0 trove cluster grow galera --instance "$member,name=fourth" --wait
expect_eq 4 "$(members)" "it has grown"
expect_code 0 trove cluster shrink galera fourth --wait
expect_eq 3 "$(members)" "it has shrunk"
expect_code 3 trove cluster instance show galera fourth
expect_code 0 trove cluster restart galera --wait
expect_code 0 trove cluster upgrade galera 11.4.8 --wait
expect_code 0 trove cluster show galera -f value -c datastore_version
expect_eq 11.4.8 "$out" "it has another version"
as admin
expect_code 0 trove mgmt cluster list -f value -c Name
expect_eq galera "$out" "administrators see it"
as demo
expect_code 0 trove cluster delete galera --wait --yes
expect_code 3 trove cluster show galera
expect_code 0 trove instance list --include-clustered -f json
expect_eq 0 "$(json 'len(d)')" "its instances went with it"
