#!/usr/bin/env bash
# Certificates from the key manager onto a primary, its replica and back.
set -euo pipefail
source "$(dirname "$0")/../scenario.sh"
nic="net-id=$network" secret=http://127.0.0.1:9311/v1/secrets/00000000-0000-0000-0000-00000000000

expect_code 0 trove instance create db --flavor 2 --size 1 --datastore mysql --nic "$nic" --wait
expect_code 0 trove ssl show db -f json
expect_eq "on builtin db.lab" "$(json "' '.join([d['status'], d['mode'], d['certificate.cn']])")" "it has a certificate of its own"
expect_code 1 trove ssl rollback db
expect_contains "$err" "no change to undo" "there is nothing to go back to"
expect_code 1 trove ssl enable db "${secret}2"
expect_contains "$err" "--password-ref" "a secret that cannot be read is explained"
expect_code 1 trove ssl enable db "${secret}9"
expect_code 0 trove ssl show db -f value -c mode
expect_eq builtin "$out" "none of that changed anything"

expect_code 0 trove instance create replica --replica-of db --nic "$nic" --wait
expect_code 0 trove ssl enable db "${secret}2" --password-ref "${secret}3" --mode enforced -f value
expect_eq True "$out" "it needs a restart"
expect_contains "$err" "trove instance restart db" "which is said"
expect_code 0 trove instance list -f value -c "Operating Status"
expect_eq "RESTART_REQUIRED RESTART_REQUIRED" "$(echo $out)" "as does its replica"
expect_code 0 trove instance restart db replica --wait
for name in db replica; do
  expect_code 0 trove ssl show "$name" -f value -c mode -c status
  expect_eq "enforced on" "$(echo $out)" "$name has the mode that was asked for"
done
expect_code 0 trove ssl rollback db --wait -f value -c status
expect_contains "$err" "trove instance restart db" "undone"
expect_code 0 trove instance restart db --wait
expect_code 1 trove ssl disable db
expect_contains "$err" "Not supported for MySQL 8.0" "which always encrypts"

expect_code 0 trove instance create pg --flavor 2 --size 1 --datastore postgresql --nic "$nic" --wait
expect_code 0 trove ssl show pg -f value -c status
expect_eq off "$out" "others do not"
expect_code 0 trove ssl enable pg "${secret}1" --wait -f value
expect_eq False "$out" "nor need a restart"
expect_code 0 trove ssl disable pg -f value
expect_code 0 trove ssl rollback pg -f json
expect_eq "on basic" "$(json "' '.join([d['status'], d['mode']])")" "even that is undone"
