#!/usr/bin/env bash
# A configuration group from its creation to its deletion, attached to an instance in between.
set -euo pipefail
source "$(dirname "$0")/../scenario.sh"
"$lab" fill 1

echo '{"connect_timeout": 20, "join_buffer_size": 512}' >"$scratch/values.json"
expect_code 0 trove configuration create tuned "@$scratch/values.json" --datastore mysql --datastore-version 8.0.32 -f json
id=$(json "d['id']")
expect_code 0 trove configuration show tuned -f value -c id
expect_eq "$id" "$out" "it is found by its name"
expect_code 1 trove configuration parameter set tuned '{"connect_timeout": "5"}'
expect_contains "$err" "not of type integer" "text is no integer"
expect_code 0 trove configuration parameter set tuned '{"connect_timeout": 30}'
expect_code 0 trove configuration set tuned --name renamed
expect_code 0 trove configuration show renamed -f value -c values
expect_eq '{"connect_timeout": 30, "join_buffer_size": 512}' "$out" "a change and a rename leave the other values"

expect_code 0 trove configuration attach fill-00001 renamed --wait -f value -c status
expect_eq ACTIVE "$out" "values that can be changed at once are"
expect_code 0 trove configuration instances renamed -f value -c Name
expect_eq fill-00001 "$out" "the instance has the group"
expect_code 1 trove configuration delete renamed
expect_code 0 trove configuration detach fill-00001 --wait -f value -c status
expect_eq ACTIVE "$out" "and they go back"

expect_code 0 trove configuration set renamed '{"innodb_buffer_pool_size": 8388608}'
expect_code 0 trove configuration attach fill-00001 renamed --wait -f value -c status
expect_eq RESTART_REQUIRED "$out" "others wait for a restart"
expect_contains "$err" "trove instance restart fill-00001" "which is said"
expect_code 1 trove configuration detach fill-00001
expect_contains "$err" "restart it first" "before that it cannot be detached"
expect_code 0 trove instance restart fill-00001 --wait
expect_code 0 trove configuration detach fill-00001 --wait
expect_code 0 trove instance restart fill-00001 --wait
expect_code 0 trove configuration delete renamed
expect_code 3 trove configuration show renamed
