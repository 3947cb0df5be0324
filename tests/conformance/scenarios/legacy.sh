#!/usr/bin/env bash
# A script of python-troveclient's `trove`, no line changed: it creates, resizes, backs up, restores, grants, configures,
# replicates and deletes.
set -euo pipefail
source "$(dirname "$0")/../scenario.sh"

# As openrc files for it are: tenants, and no domains.
export OS_TENANT_NAME=$OS_PROJECT_NAME
unset OS_PROJECT_NAME OS_USER_DOMAIN_NAME OS_USER_DOMAIN_ID OS_PROJECT_DOMAIN_NAME OS_PROJECT_DOMAIN_ID OS_IDENTITY_API_VERSION
lines=0

run() { # what follows has to work
  lines=$((lines + 1))
  expect_code 0 "$@"
}

property() { "$trove" show "$1" | awk -v name="$2" '$2 == name { print $4 }'; }

active() { [ "$(property "$1" status)" = ACTIVE ]; }

gone() { ! "$trove" show "$1"; }

settled() { retry_until 60 active "$1" || say not "$1 comes to rest"; }

run trove limit-list
run trove flavor-list
run trove flavor-show m1.small
run trove datastore-list
run trove datastore-show mysql
run trove datastore-version-list mysql
run trove datastore-version-show 8.0.32 --datastore mysql
run trove create db1 m1.small --size 1 --databases app log --users "joe:s3cret" "ann:s3cret" --datastore mysql \
  --datastore_version 8.0.32 --nic net-id="$network"
settled db1
run trove show db1
run trove list --limit 20 --include_clustered
expect_contains "$out" "| db1 " "a table that grep finds a name in"
run trove --json list
expect_eq db1 "$(json "d[0]['Name']")" "or JSON"

run trove database-create db1 shop --character_set utf8 --collate utf8_general_ci
run trove database-list db1
expect_contains "$out" shop "the new database is there"
run trove user-create db1 bob pw --databases app log
run trove user-list db1
run trove user-show db1 bob
run trove user-grant-access db1 bob shop
run trove user-show-access db1 bob
expect_contains "$out" shop "bob may use it"
run trove user-revoke-access db1 bob log
run trove user-update-attributes db1 bob --new_name rob --new_password other
run trove user-delete db1 rob
run trove database-delete db1 shop
run trove root-enable db1
run trove root-show db1
run trove root-enable db1 --root_password s3cret
run trove root-disable db1

run trove resize-volume db1 2
settled db1
run trove resize-instance db1 m1.medium
settled db1
run trove restart db1
settled db1

run trove backup-create db1 full --description "a first one"
settled db1
run trove backup-show full
run trove backup-create db1 inc --parent "$("$trove" backup-show full | awk '$2 == "id" { print $4 }')"
settled db1
run trove backup-list --datastore mysql
run trove backup-list-instance db1 --limit 5
run trove create restored m1.small --size 2 --backup full --datastore mysql --datastore_version 8.0.32 --nic net-id="$network"
settled restored
run trove backup-delete inc
retry_until 60 eval '! "$trove" backup-show inc' || say not "a backup goes"
run trove backup-delete full

run trove configuration-parameter-list 8.0.32 --datastore mysql
run trove configuration-parameter-show 8.0.32 connect_timeout --datastore mysql
run trove configuration-create cfg '{"connect_timeout": 100}' --datastore mysql --datastore_version 8.0.32 --description d
run trove configuration-attach restored cfg
settled restored
run trove configuration-instances cfg
run trove configuration-patch cfg '{"connect_timeout": 120}'
run trove configuration-update cfg '{"connect_timeout": 130}' --name cfg2 --description e
run trove configuration-show cfg2
run trove configuration-list
run trove configuration-default restored
run trove configuration-detach restored
settled restored
run trove configuration-delete cfg2

run trove create replica m1.small --replica_of db1 --nic net-id="$network"
settled replica
expect_contains "$("$trove" show replica)" replica_of "it replicates"
run trove detach-replica replica
settled replica
run trove update replica --name single
run trove log-list db1
run trove log-enable db1 general
run trove log-publish db1 general
run trove log-show db1 general
run trove log-tail db1 general --lines 2
run trove log-disable db1 general
settled db1

run trove force-delete single
run trove delete db1 restored
for name in db1 restored single; do retry_until 60 gone "$name" || say not "$name goes"; done
run trove --os_tenant_name "$OS_TENANT_NAME" --json list
expect_eq "[]" "$out" "nothing is left"
if [ "$lines" -ge 60 ]; then say ok "$lines lines"; else say not "$lines lines"; fi

for line in "secgroup-list" "metadata-list db1" "schedule-list db1" "execution-list x" "volume-type-show x" "volume-type-list"; do
  # shellcheck disable=SC2086
  expect_code 2 trove $line
  expect_contains "$err" "was removed" "$line says what to use"
done
