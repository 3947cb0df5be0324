#!/usr/bin/env bash
# Backups from the first to the last: full, incremental, restored, and where their data goes.
set -euo pipefail
source "$(dirname "$0")/../scenario.sh"

expect_code 0 trove instance create bk1 --flavor m1.small --size 1 --datastore mysql --nic net-id="$network" --wait
expect_code 0 trove backup create full --instance bk1 --description "a first one" --wait -f json
expect_eq "COMPLETED None" "$(json "d['status'], d['parent_id']" | tr -d "(),'")" "a full one is done"
full=$(json "d['id']")
expect_code 0 trove backup create inc --instance bk1 --incremental --wait -f json
expect_eq "$full" "$(json "d['parent_id']")" "an incremental one adds to the last"
inc=$(json "d['id']") location=$(json "d['locationRef']")
expect_code 0 trove backup create inc2 --instance bk1 --parent full --wait -f value -c parent_id
expect_eq "$full" "$out" "or to the one that is named"

expect_code 0 trove backup create elsewhere --restore-from "$location" --restore-datastore-version 8.0.32 \
  --restore-size 0.2 --wait -f value -c status
expect_eq RESTORED "$out" "one from elsewhere, by the name of the version"
expect_code 2 trove backup create x --instance bk1 --restore-from "$location" --restore-size 1
expect_code 2 trove backup create x --instance bk1 --swift-container "a b"
expect_code 3 trove backup create x --instance bk1 --parent nonsense

expect_code 0 trove backup create running --instance bk1
expect_code 1 trove backup create x --instance bk1
expect_contains "$err" "trove instance wait" "one at a time"
expect_code 1 trove backup delete running
expect_contains "$err" "the backup is NEW, and cannot be deleted until it is done" "a crash of the server is explained"
expect_code 0 trove instance wait bk1

expect_code 0 trove backup list --limit 2 -f value -c ID
expect_eq 2 "$(rows "$out")" "a page"
expect_contains "$err" "more exist" "and a word that there is more"
expect_code 0 trove backup list --limit 5 -f value -c ID
expect_eq 5 "$(rows "$out")" "the last page, which is full"
expect_eq "" "$err" "is the last"

expect_code 0 trove instance create bk2 --flavor m1.small --size 1 --datastore mysql --nic net-id="$network" --backup full --wait
expect_code 1 trove instance create bk3 --flavor m1.small --size 1 --datastore postgresql --nic net-id="$network" --backup full

expect_code 0 trove backup strategy create --instance-id bk1 --swift-container own -f value -c swift_container
expect_code 2 trove backup strategy create --swift-container c --project-id nonsense
expect_code 3 trove backup strategy create --swift-container c --instance-id nonsense
expect_code 0 trove backup strategy delete
expect_contains "$err" "of the whole project" "what is deleted is said"
expect_code 0 trove backup strategy list -f value -c "Swift Container"
expect_eq own "$out" "that of an instance stays"
expect_code 0 trove backup strategy delete --instance bk1
expect_code 0 trove backup strategy list -f json
expect_eq 0 "$(json 'len(d)')" "until it is deleted"

expect_code 2 trove backup execution delete nonsense
expect_code 3 trove backup delete inc full nonsense --wait
expect_contains "$out" "Request to delete database backup $inc has been accepted." "a child goes with its parent"
expect_code 0 trove backup list -f value -c Name --sort-column Name
expect_eq $'elsewhere\nrunning' "$out" "as do all of its children"
expect_code 0 trove backup delete elsewhere running --wait
expect_code 0 trove backup list -f json
expect_eq 0 "$(json 'len(d)')" "all are gone"
