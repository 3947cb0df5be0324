#!/usr/bin/env bash
# A log from being off to being read, and what is said when there is nothing to read.
set -euo pipefail
source "$(dirname "$0")/../scenario.sh"

expect_code 0 trove instance create logged --flavor 2 --size 1 --datastore mysql --nic "net-id=$network" --wait -f json
id=$(json "d['id']")

expect_code 3 trove log tail logged general
expect_contains "$err" "--publish" "what is not published says how to publish it"
expect_code 3 trove log save logged general --file "$scratch/general.log"
expect_eq no "$([ -e "$scratch/general.log" ] && echo yes || echo no)" "what cannot be saved leaves no file"
expect_code 2 trove log set logged general --enable --disable

expect_code 0 trove log tail logged general --publish --lines 1
expect_contains "$out" "line 39 of part 3" "the last line is the last of the last object"
expect_code 0 trove log show logged general -f json
expect_eq "database_logs $id/mysql-general/" "$(json "d['container'] + ' ' + d['prefix']")" "it is published"
expect_code 0 trove log save logged general --file "$scratch/general.log"
expect_eq 120 "$(wc -l <"$scratch/general.log")" "the file has all lines"
expect_eq 1 "$(find "$scratch" -name '*general*' -o -name '*.part' | wc -l)" "and there is nothing beside it"
expect_code 0 trove log set logged general --disable --discard -f value -c container
expect_eq None "$out" "it is not published any more"
expect_code 0 trove instance delete logged --wait --yes
