#!/usr/bin/env bash
# The token cache, seen from Keystone: how often trove logs in.
set -euo pipefail
source "$(dirname "$0")/../scenario.sh"
# Trove must notice at once that a token is revoked.
LAB_TOKEN_CACHE=-1 "$lab" reset
"$lab" fill 3
keystone=${OS_AUTH_URL%/v3} log=$scratch/keystone.log
"$lab" python "$conformance/http_log.py" "${keystone##*:}" "$log" >"$scratch/port" &
retry_until 10 test -s "$scratch/port"
export OS_AUTH_URL=http://127.0.0.1:$(cat "$scratch/port")/v3
logins() { grep -c '^POST /v3/auth/tokens 201' "$log" || true; }

expect_code 0 trove instance list -f json
expect_eq 3 "$(json 'len(d)')" "the first list"
expect_eq 1 "$(logins)" "logs in"
asked=$(wc -l <"$log")
expect_code 0 trove instance list -f json
expect_code 0 trove instance show fill-00001 -f json
expect_eq 1 "$(logins)" "the next ones do not"
expect_eq "$asked" "$(wc -l <"$log")" "nor do they ask Keystone for anything"

files=$(find "$HOME" -type f)
expect_eq yes "$([ -n "$files" ] && echo yes)" "something is kept"
expect_eq "" "$(find "$HOME" -type f -perm /077)" "that only its owner can read"
"$lab" clouds >"$scratch/clouds.yaml"
as_application() (
  unset "${!OS_@}"
  OS_CLIENT_CONFIG_FILE=$scratch/clouds.yaml "$trove" --os-cloud demo-appcred "$@"
)
expect_code 0 as_application instance list
expect_eq "" "$(grep -rl lab-secret "$HOME" || true)" "no secret is kept"

expect_code 0 trove --no-cache instance list
expect_code 0 trove --no-cache instance list
expect_eq 3 "$(logins)" "--no-cache logs in each time"
expect_code 0 trove instance list
expect_eq 3 "$(logins)" "and leaves the cache alone"

token=$(awk '/^POST \/v3\/auth\/tokens 201/ { print $4; exit }' "$log")
revoke() { curl -sf -X DELETE -H "X-Auth-Token: $token" -H "X-Subject-Token: $token" "$keystone/v3/auth/tokens"; }
instances=http://127.0.0.1:${LAB_TROVE_PORT:-18779}/v1.0/$(cat "$LAB_HOME/keystone/project.demo")/instances
try() { curl -so /dev/null -w '%{http_code}' -H "X-Auth-Token: $token" "$instances"; }
expect_eq 200 "$(try)" "Trove takes the token"
expect_code 0 revoke
expect_eq 401 "$(try)" "until it is revoked"
expect_code 0 trove instance list -f json
expect_eq 3 "$(json 'len(d)')" "a revoked token is replaced"
expect_eq 4 "$(logins)" "by one login"
expect_code 0 trove instance list
expect_eq 4 "$(logins)" "which is kept in turn"

rm -rf "$HOME" && mkdir "$HOME"
before=$(logins)
pids=() failed=0
for n in $(seq 50); do
  "$trove" instance list -f csv >"$scratch/parallel.$n" 2>"$scratch/parallel.$n.err" </dev/null &
  pids+=($!)
done
for pid in "${pids[@]}"; do wait "$pid" || failed=$((failed + 1)); done
expect_eq 0 "$failed" "50 lists at once with a cold cache: none fails"
expect_eq "" "$(cat "$scratch"/parallel.*.err)" "nor has anything to say"
expect_eq yes "$([ $(($(logins) - before)) -le 2 ] && echo yes)" "and Keystone is asked for two tokens at most"
expect_eq 1 "$(cat "$scratch"/parallel.*[0-9] | sort | uniq -c | awk '{ print $1 }' | sort -u | wc -l)" "and each prints the same"
before=$(logins)
expect_code 0 trove instance list
expect_eq "$before" "$(logins)" "the cache that they leave is good"
expect_eq "" "$(find "$HOME" -type f -perm /077)" "and only its owner can read it"
