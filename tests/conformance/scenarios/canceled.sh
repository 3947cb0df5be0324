#!/usr/bin/env bash
# Jobs that are terminated while they create an instance, and clean up after themselves.
set -euo pipefail
source "$(dirname "$0")/../scenario.sh"
nic="net-id=$network"

# A job as a CI runner runs it: in a process group of its own, which is told to end two seconds after the create has begun.
job() { # NAME CREATE-OPTION…
  setsid bash -c '
    trove=$1 name=$2
    trap '\''"$trove" instance delete "$name" --wait'\'' EXIT
    trap "exit 143" TERM
    "$trove" instance create "$name" --flavor m1.small --size 1 --datastore mysql --nic "$3" --wait -f value -c id "${@:4}"
    echo "the create was not terminated" >&2
  ' job "$trove" "$1" "$nic" "${@:2}" >"$scratch/$1.out" 2>"$scratch/$1.err" </dev/null &
  local pid=$!
  retry_until 60 grep -q BUILD "$scratch/$1.err"
  sleep 2
  kill -TERM -- "-$pid"
  wait "$pid" || code=$?
}

for n in 1 2 3 4 5 6 7 8 9 10; do
  (
    code=0
    job "ci-$n"
    expect_eq 143 "$code" "job $n was terminated"
    id=$(head -1 "$scratch/ci-$n.out")
    said=$(cat "$scratch/ci-$n.err")
    expect_contains "$said" "interrupted; instance 'ci-$n' ($id) is still being created" "its create says what it leaves"
    expect_contains "$said" "Deleted instance 'ci-$n' ($id)" "its trap deletes it"
  ) &
done
wait
expect_code 0 trove instance list -f value -c Name -c Status
expect_eq "" "$out" "ten jobs leave nothing"

project=$(trove auth status -f json | python3 -c 'import json, sys; print(json.load(sys.stdin)["project_id"])')
in_use() { (eval "$("$lab" env admin)"; trove quota show "$project" -f value -c Resource -c "In Use" | sort); }
before=$(in_use)

code=0
job alone --delete-on-failure
id=$(head -1 "$scratch/alone.out")
expect_contains "$(cat "$scratch/alone.err")" "interrupted; instance 'alone' ($id) was deleted" "a create cleans up by itself"
expect_contains "$(cat "$scratch/alone.err")" "no instance has the name or ID 'alone'" "and leaves nothing to the trap"

expect_code 0 trove instance create twice --flavor m1.small --size 1 --datastore mysql --nic "$nic" -f value -c id
id=$out
expect_code 1 trove instance delete twice
expect_contains "$err" "'trove instance delete twice --wait' deletes it" "what is being built is not deleted"
expect_code 0 trove instance wait twice
expect_code 0 trove instance delete twice
expect_code 0 trove instance delete twice
expect_eq "instance 'twice' ($id) is being deleted already" "$err" "it is not deleted twice"
expect_code 0 trove instance delete twice --wait
expect_contains "$err" "Deleted instance 'twice' ($id)" "but can be waited for"
expect_eq "$before" "$(in_use)" "each deletion gives the quota back once"
