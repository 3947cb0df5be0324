#!/usr/bin/env bash
# Databases and users through their lives, with names that a path does not take as they are.
set -euo pipefail
source "$(dirname "$0")/../scenario.sh"

expect_code 0 trove instance create dbs --flavor 2 --size 1 --datastore mysql --databases a \
  --database name=b,character-set=utf8mb4 --users w:pw1 --user name=u,password=pw1,host=10.%,databases=a --wait -f value -c id
expect_code 0 trove user list dbs -f value
expect_eq "$(printf 'u 10.%% a\nw %% a, b')" "$out" "create gives each user its host and databases"

for name in 'x#y' 'x?y' 'x y' 'x%2Fy'; do
  expect_code 0 trove db create dbs "$name" --wait=20s
  expect_code 0 trove db delete dbs "$name" --wait=20s
done
expect_code 0 trove db create dbs a.b --wait=20s
expect_code 2 trove db delete dbs a.b
expect_contains "$err" "first dot" "deleting a.b is refused, and why"
expect_code 0 trove db list dbs -f value
expect_eq "$(printf 'a\na.b\nb')" "$out" "a is still there, and the rest is gone"

for name in x.json x.y a/b 'a#b' 'a?b' ö1 'b c' q+r 'a%41'; do
  expect_code 0 trove user create dbs "$name" pw1 --host 10.1
  expect_code 0 trove user show dbs "$name" --host 10.1 -f value -c name
  expect_eq "$name" "$out" "the user is found by its name"
  expect_code 0 trove user show access dbs "$name" --host 10.1
  expect_code 0 trove user delete dbs "$name" --host 10.1
  expect_code 3 trove user show dbs "$name" --host 10.1
done

expect_code 0 trove user grant access dbs w zz
expect_code 0 trove user revoke access dbs w zz
expect_code 3 trove user revoke access dbs w zz
expect_code 2 trove user revoke access dbs w a.b
expect_code 0 trove user update attributes dbs w --new-name w --new-host % --new-password pw2
expect_code 2 trove user update attributes dbs w --new-name w
expect_code 0 trove user set-passwords dbs w:pw3 u@10.%:pw3
expect_code 3 trove user set-passwords dbs w:pw3 nobody:pw3

for n in $(seq 10 32); do users+=("u$n"); done
for name in "${users[@]}"; do trove user create dbs "$name" pw1 --host 10.%; done
expect_code 0 trove user create dbs last pw1 --wait=20s
expect_code 0 trove user list dbs -f value -c Name
expect_eq 26 "$(rows "$out")" "list reads all pages, whose markers have a percent sign"

expect_code 0 trove root show dbs -f value
expect_eq False "$out" "there is no superuser"
expect_code 0 trove root enable dbs -f value -c name
expect_eq root "$out" "there is one"
# Times are whole seconds there: what ends in the one it began in counts as not ended.
sleep 1.1
expect_code 0 trove root disable dbs
expect_code 3 trove root disable dbs
expect_code 0 trove instance delete dbs --wait --yes
