#!/usr/bin/env bash
# clouds.yaml: the ways to log in, TLS with a private CA, and what is wrong with a configuration that does not work.
set -euo pipefail
source "$(dirname "$0")/../scenario.sh"
unset "${!OS_@}"
"$lab" fill 3
clouds=$scratch/clouds.yaml
export OS_CLIENT_CONFIG_FILE=$clouds
"$lab" clouds >"$clouds"

for cloud in demo demo-appcred demo-tls; do
  expect_code 0 trove --os-cloud "$cloud" instance list -f value -c Name
  expect_eq 3 "$(rows "$out")" "$cloud lists its three instances"
done
expect_code 0 env OS_CLOUD=demo "$trove" instance show fill-00002 -f value -c name
expect_eq fill-00002 "$out" "OS_CLOUD names the cloud"
expect_code 0 trove --os-cloud admin instance list -f json
expect_eq 0 "$(json 'len(d)')" "another project has other instances"

openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/CN=another CA" -keyout "$scratch/other.key" -out "$scratch/other.pem" 2>/dev/null
sed "s#cacert: .*#cacert: $scratch/other.pem#" "$clouds" >"$scratch/wrong-ca.yaml"
expect_code 6 env OS_CLIENT_CONFIG_FILE="$scratch/wrong-ca.yaml" "$trove" --os-cloud demo-tls instance list
expect_contains "${err,,}" certificate "a wrong CA is named as the cause"
sed '/cacert:/d' "$clouds" >"$scratch/no-ca.yaml"
expect_code 6 env OS_CLIENT_CONFIG_FILE="$scratch/no-ca.yaml" "$trove" --os-cloud demo-tls instance list
expect_code 0 env OS_CLIENT_CONFIG_FILE="$scratch/no-ca.yaml" "$trove" --os-cloud demo-tls --insecure instance list

sed 's/password: demo/password: swordfish/' "$clouds" >"$scratch/wrong-password.yaml"
expect_code 4 env OS_CLIENT_CONFIG_FILE="$scratch/wrong-password.yaml" "$trove" --os-cloud demo instance list
case $out$err in *swordfish*) say not "the password is not shown" ;; *) say ok "the password is not shown" ;; esac
sed 's/lab-secret/swordfish/' "$clouds" >"$scratch/wrong-secret.yaml"
expect_code 4 env OS_CLIENT_CONFIG_FILE="$scratch/wrong-secret.yaml" "$trove" --os-cloud demo-appcred instance list

expect_code 2 trove --os-cloud nonsense instance list
expect_contains "$err" nonsense "an unknown cloud is named"
expect_contains "$err" demo "and those that there are"
printf 'clouds: [unclosed\n  demo: {' >"$scratch/not.yaml"
expect_code 2 env OS_CLIENT_CONFIG_FILE="$scratch/not.yaml" "$trove" --os-cloud demo instance list
expect_contains "$err" not.yaml "the file that is not YAML is named"

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
sed "s#127.0.0.1:$("$lab" env | grep -o '127.0.0.1:[0-9]*' | cut -d: -f2)#127.0.0.1:$port#" "$clouds" >"$scratch/unreachable.yaml"
expect_code 6 env OS_CLIENT_CONFIG_FILE="$scratch/unreachable.yaml" "$trove" --os-cloud demo instance list
expect_contains "$err" "$port" "the address that does not answer is named"

unset OS_CLIENT_CONFIG_FILE
expect_code 2 trove instance list
expect_eq "" "$out" "no settings: nothing on stdout"
expect_contains "$err" OS_ "and how to give them on stderr"
