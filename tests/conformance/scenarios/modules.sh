#!/usr/bin/env bash
# Modules from their files onto instances and back into files, by the guest agent's own code.
set -euo pipefail
source "$(dirname "$0")/../scenario.sh"
"$lab" fill 2
as() { eval "$("$lab" env "$1")"; }
echo 'message=hello' >"$scratch/hello"
echo 'message=changed' >"$scratch/changed"
echo 'nothing' >"$scratch/broken"

expect_code 0 trove module create hello ping "$scratch/hello" --live-update -f json
expect_eq "$(base64 -w0 "$scratch/hello" | md5sum | cut -d' ' -f1)" "$(json "d['md5']")" "a module is what is in the file"
expect_code 0 trove module create broken ping "$scratch/broken" --datastore mysql
expect_code 3 trove module create other nonsense "$scratch/hello"
expect_code 4 trove module create other ping "$scratch/hello" --all-tenants

expect_code 1 trove module apply fill-00001 hello broken -f json
expect_eq "broken ERROR hello OK" "$(json "' '.join(sorted(f'{r[\"Name\"]} {r[\"Status\"]}' for r in d))")" "each says how it went"
expect_contains "$err" "1 of 2 modules" "and one that could not be applied is an error"
expect_code 0 trove module query fill-00001 -f value -c Name -c Message --sort-column Name
expect_contains "$out" "hello hello" "the guest agent has it"
expect_code 0 trove module list instance fill-00001 -f value -c Name --sort-column Name
expect_eq "broken hello" "$(echo $out)" "as has the service"
expect_code 0 trove module instances hello -f value -c Name
expect_eq fill-00001 "$out" "the other instance has none"

expect_code 0 trove module retrieve fill-00001 --directory "$scratch/back"
expect_eq "$(cat "$scratch/hello")" "$(cat "$scratch/back/hello_all_all.dat")" "what comes back is what was sent"
expect_code 2 trove module retrieve fill-00001 --directory "$scratch/back"

expect_code 4 trove module delete broken
expect_contains "$err" "trove module remove" "what is applied stays, and why"
expect_code 0 trove module remove fill-00001 broken
expect_code 0 trove module delete broken
expect_code 3 trove module show broken

expect_code 0 trove module update hello --file "$scratch/changed"
expect_code 0 trove module reapply hello --wait
expect_code 0 trove module query fill-00001 -f value -c Name -c Message
expect_eq "hello changed" "$out" "the instance has the new contents"

as admin
expect_code 0 trove module create everywhere ping "$scratch/hello" --all-tenants --auto-apply -f value -c id
everywhere=$out
expect_code 1 trove module list
expect_contains "$err" "by their IDs" "a crash of the server is explained"
as demo
expect_code 0 trove instance create new --flavor 2 --size 1 --datastore mysql --nic "net-id=$network" --module hello --wait -f value -c status
expect_code 0 trove module query new -f value -c Name --sort-column Name
expect_eq "everywhere hello" "$(echo $out)" "a new instance has what it was given, and what all are given"
expect_code 4 trove module delete everywhere

expect_code 0 trove module remove new hello
expect_code 0 trove module query new -f value -c Name
expect_eq everywhere "$out" "a module can be taken off"
expect_code 0 trove instance delete new --wait --yes
expect_code 0 trove module remove fill-00001 hello
expect_code 0 trove module delete hello
as admin
expect_code 0 trove module delete "$everywhere"
