#!/usr/bin/env bash
# What is refused before the cloud is asked, or by the cloud; nothing comes of it.
set -euo pipefail
source "$(dirname "$0")/../scenario.sh"
"$lab" fill 1

refused() { # CODE PART COMMAND…
  expect_code "$1" "${@:3}"
  expect_contains "$err" "$2" "  says '$2'"
  expect_eq "" "$out" "  and nothing on stdout"
}

create=(trove instance create bad --flavor 2 --datastore mysql --nic "net-id=$network")
refused 2 size "${create[@]}" --size 0
refused 2 abc "${create[@]}" --size abc
refused 2 size "${create[@]}" --size -1
refused 2 USER:PASSWORD "${create[@]}" --size 1 --users nopassword
refused 3 nonsense trove instance create bad --flavor nonsense --size 1 --datastore mysql --nic "net-id=$network"
refused 2 NAME trove instance create
refused 2 nonsense trove instance create bad --nonsense
refused 2 Nonsense trove instance list -c Nonsense
refused 2 xml trove instance list -f xml
refused 2 fill-00001 trove instance show fill-00001 fill-00001
refused 2 --name trove instance update fill-00001
refused 2 nonsense trove instance nonsense
refused 2 lst trove instance lst
refused 3 nonsense trove instance update nonsense --name other

expect_code 0 trove instance list --all -f value -c Name
expect_eq fill-00001 "$out" "nothing was created"
