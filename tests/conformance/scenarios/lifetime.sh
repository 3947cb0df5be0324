#!/usr/bin/env bash
# A database from its creation to its deletion, each step waited for.
set -euo pipefail
source "$(dirname "$0")/../scenario.sh"
nic="net-id=$network"
shown() { "$trove" instance show "$@" -f value; } # INSTANCE -c FIELD…

expect_code 0 trove instance create one --flavor m1.small --size 1 --datastore mysql --databases app --users u:pw --nic "$nic" --wait -f json
expect_eq "one ACTIVE mysql 2 1" "$(json "' '.join([d['name'], d['status'], d['datastore'], d['flavor'], str(d['volume'])])")" \
  "create --wait prints the instance as it became"
one=$(json "d['id']")
expect_code 0 trove instance list -f value -c ID
expect_eq "$one" "$out" "the list has it and nothing else"
expect_eq one "$(shown "$one" -c name)" "show finds it by ID"
expect_code 0 trove db create one shop --wait
expect_code 0 trove user create one v pw2 --databases shop --wait
expect_code 0 openstack database user list one -f value -c Name -c Databases
expect_eq "u app v shop" "$(echo $out)" "the reference client sees its users and databases"

expect_code 0 trove backup create nightly --instance one --wait -f value -c status
expect_eq COMPLETED "$out" "it is backed up"
expect_code 0 trove instance create two --backup nightly --flavor 2 --size 1 --nic "$nic" --wait -f value -c status
expect_eq ACTIVE "$out" "and the backup restored into another"
expect_code 0 trove db list two -f value -c Name
expect_eq "app shop" "$(echo $out)" "which has the databases of the first"

expect_code 0 trove configuration create tuned '{"connect_timeout": 30}' --datastore mysql --datastore-version 8.0.32 -f value -c id
tuned=$out
expect_code 0 trove configuration attach one tuned --wait -f value -c configuration
expect_eq "$tuned" "$out" "it has a configuration group"

expect_code 0 trove instance resize one --volume 2 --wait
expect_code 0 trove instance resize one --flavor m1.medium --wait
expect_eq "3 2" "$(echo $(shown one -c flavor -c volume))" "it has grown"
expect_code 1 trove instance resize one --volume 1 --wait
expect_contains "$err" "must be larger" "it cannot shrink"

expect_code 0 trove instance create standby --replica-of one --nic "$nic" --wait -f json
expect_eq "$one ACTIVE None" "$(json "' '.join([d['replica_of'], d['status'], str(d.get('fault'))])")" "it has a replica"
standby=$(json "d['id']")
expect_code 0 trove backup list -f value -c Name
expect_eq nightly "$out" "which leaves the backups as they were"
expect_code 4 trove instance delete one --yes
expect_contains "$err" "trove instance detach" "as long as it has one it stays"
expect_code 0 trove instance promote standby --wait
expect_eq "$standby" "$(shown one -c replica_of)" "they have changed places"
expect_code 0 trove instance detach one --wait
expect_code 0 trove instance list --sort-column Name -f value -c Name -c Role
expect_eq "one standby two" "$(echo $out)" "none is another's replica"

expect_code 0 trove root enable one -f value -c password
expect_eq root-secret "$out" "root has a password"
expect_code 0 trove root show one -f value
expect_eq True "$out" "and is enabled"
expect_code 0 trove log tail one general --publish --lines 1
expect_contains "$out" "line 39 of part 3" "its log can be read"

expect_code 0 trove instance restart one --wait -f value -c status
expect_eq ACTIVE "$out" "it runs after the restart"
expect_code 0 trove instance update one --name uno
expect_code 3 trove instance show one
expect_eq "$one" "$(shown uno -c id)" "it has a new name"

expect_code 0 trove configuration detach uno --wait
expect_code 0 trove configuration detach standby --wait
expect_code 0 trove configuration delete tuned
expect_code 0 trove backup delete nightly --wait
expect_code 0 trove instance delete uno two standby --wait --yes
expect_code 3 trove instance show "$one"
expect_code 3 trove instance delete uno --yes
for noun in instance backup configuration; do
  expect_code 0 trove "$noun" list -f json
  expect_eq 0 "$(json 'len(d)')" "no $noun is left"
done
