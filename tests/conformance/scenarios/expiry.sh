#!/usr/bin/env bash
# Tokens that run out, from a Keystone whose tokens live a short time.
set -euo pipefail
source "$(dirname "$0")/../scenario.sh"
keystone=${OS_AUTH_URL%/v3} log=$scratch/keystone.log
"$lab" python "$conformance/http_log.py" "${keystone##*:}" "$log" >"$scratch/port" &
retry_until 10 test -s "$scratch/port"
export OS_AUTH_URL=http://127.0.0.1:$(cat "$scratch/port")/v3
logins() { grep -c '^POST /v3/auth/tokens 201' "$log" || true; }

# Two minutes before its end a token is replaced.
LAB_TOKEN_LIFE=124 LAB_TOKEN_CACHE=-1 "$lab" reset
expect_code 0 trove instance list
expect_code 0 trove instance list
expect_eq 1 "$(logins)" "a token with more than two minutes left is used again"
sleep 5
expect_code 0 trove instance list
expect_eq 2 "$(logins)" "one with less is replaced before it runs out"

LAB_TOKEN_LIFE=3 LAB_TOKEN_CACHE=-1 "$lab" reset
expect_code 0 trove instance create short --flavor 2 --size 1 --datastore mysql --wait -f value -c status
expect_eq ACTIVE "$out" "a wait that outlives its token ends well"
expect_eq yes "$([ "$(logins)" -ge 4 ] && echo yes)" "with a token after another"
token=$(awk '/^POST \/v3\/auth\/tokens 201/ { token = $4 } END { print token }' "$log")
sleep 4
expect_code 4 env -u OS_USERNAME -u OS_PASSWORD -u OS_USER_DOMAIN_NAME OS_AUTH_TYPE=token OS_TOKEN="$token" "$trove" instance list
expect_contains "$err" OS_TOKEN "a token from elsewhere that has run out is told, with where it came from"
LAB_TOKEN_LIFE=3600 "$lab" reset
