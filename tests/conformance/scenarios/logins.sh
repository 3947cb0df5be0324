#!/usr/bin/env bash
# The ways to log in, against the real Keystone: what each proves, what it is good for, and what Keystone refuses.
set -euo pipefail
source "$(dirname "$0")/../scenario.sh"
"$lab" fill 2
unset "${!OS_@}"
as() ( # WHO COMMAND…: the reference client, as the lab's WHO
  eval "$("$lab" env "$1")"
  "$lab" openstack "${@:2}"
)
id() { as admin "$@" -f value -c id; }

# A user of its own, so that the lab's others keep their logins; Keystone is not emptied by `lab reset`.
as admin user delete careful >/dev/null 2>&1 || true
careful=$(id user create careful --password careful)
trap 'as admin user delete careful >/dev/null 2>&1 || true; cleanup' EXIT
project=$(cat "$LAB_HOME/keystone/project.demo")
as admin role add --user careful --project demo member
secret=$(python3 -c 'import base64; print(base64.b32encode(b"01234567890123456789").decode())')
as admin credential create --type totp "$careful" "$secret" >/dev/null
passcode() {
  python3 - "$secret" <<'PYTHON'
import base64, hashlib, hmac, struct, sys, time
digest = hmac.new(base64.b32decode(sys.argv[1]), struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
at = digest[-1] & 15
print("%06d" % ((struct.unpack(">I", digest[at:at + 4])[0] & 0x7FFFFFFF) % 1000000))
PYTHON
}

eval "$("$lab" env demo | sed -n '/AUTH_URL/p')"
domains=(OS_USER_DOMAIN_NAME=Default OS_PROJECT_DOMAIN_NAME=Default)
list() { # WHAT NAME=VALUE…: lists the two instances
  expect_code 0 env "${@:2}" "$trove" --no-cache instance list -f value -c Name
  expect_eq 2 "$(rows "$out")" "$1: and these are the instances of its project"
}
refused() { # CODE WHAT PART NAME=VALUE…
  expect_code "$1" env "${@:4}" "$trove" --no-cache instance list
  expect_contains "$err" "$3" "$2"
}

user=("${domains[@]}" OS_USERNAME=careful OS_PROJECT_NAME=demo)
list "a password" "${user[@]}" OS_PASSWORD=careful
list "the same, without discovery" "${user[@]}" OS_PASSWORD=careful OS_AUTH_TYPE=v3password
list "Keystone's address without its version" "${user[@]}" OS_PASSWORD=careful OS_AUTH_URL="${OS_AUTH_URL%/v3}"
list "a passcode" "${user[@]}" OS_AUTH_TYPE=v3totp OS_PASSCODE="$(passcode)"
refused 4 "a wrong passcode" "from OS_PASSCODE" "${user[@]}" OS_AUTH_TYPE=v3totp OS_PASSCODE=000000
refused 2 "no passcode" "--os-passcode / OS_PASSCODE / auth.passcode" "${user[@]}" OS_AUTH_TYPE=v3totp

as admin user set --enable-multi-factor-auth --multi-factor-auth-rule password,totp careful
refused 4 "half of what the user must prove" "password and totp" "${user[@]}" OS_PASSWORD=careful
both=("${user[@]}" OS_AUTH_TYPE=v3multifactor OS_AUTH_METHODS=v3password,v3totp OS_PASSWORD=careful)
list "both of it" "${both[@]}" OS_PASSCODE="$(passcode)"
as admin user set --disable-multi-factor-auth careful

password=("${domains[@]}" OS_USERNAME=careful OS_PASSWORD=careful)
refused 2 "no scope" "name a project" "${password[@]}"
as admin role add --user careful --domain default member
refused 2 "a domain has no instances" "a login to a project" "${password[@]}" OS_DOMAIN_NAME=Default
as admin role add --user careful --system all reader
refused 2 "nor has the system" "a login to a project" "${password[@]}" OS_SYSTEM_SCOPE=all
refused 2 "two scopes at once" "at the same time" "${password[@]}" OS_SYSTEM_SCOPE=all OS_PROJECT_ID="$project"
refused 4 "a project without a role" "from OS_PROJECT_NAME" "${password[@]}" OS_PROJECT_NAME=admin
as admin role remove --user careful --project demo member
trust=$(as demo trust create --project "$project" --role "$(id role show member)" "$(id user show demo)" "$careful" -f value -c id)
list "a trust, without a role of one's own" "${password[@]}" OS_TRUST_ID="$trust"

token=$(as demo token issue -f value -c id)
list "a token" OS_AUTH_TYPE=token OS_TOKEN="$token" OS_PROJECT_ID="$project"
expect_code 0 env OS_AUTH_TYPE=v3token OS_TOKEN="$token" OS_PROJECT_NAME=other OS_PROJECT_DOMAIN_ID=default "$trove" --no-cache instance list -f value
expect_eq "" "$out" "the same token, for another project"
as demo token revoke "$token"
refused 4 "a revoked token" "from OS_TOKEN" OS_AUTH_TYPE=token OS_TOKEN="$token" OS_PROJECT_ID="$project"

credential=$(cat "$LAB_HOME/keystone/appcred.id")
secret=("${domains[@]}" OS_AUTH_TYPE=v3applicationcredential OS_APPLICATION_CREDENTIAL_SECRET=lab-secret)
list "an application credential by its ID" "${secret[@]}" OS_APPLICATION_CREDENTIAL_ID="$credential"
list "by its name and its user's" "${secret[@]}" OS_APPLICATION_CREDENTIAL_NAME=lab OS_USERNAME=demo
list "with a project, which Keystone would refuse" "${secret[@]}" OS_APPLICATION_CREDENTIAL_ID="$credential" OS_PROJECT_NAME=demo
expect_contains "$err" "has its own project" "that it is ignored is told"
refused 4 "one that is not there" "from OS_APPLICATION_CREDENTIAL_ID" "${secret[@]}" OS_APPLICATION_CREDENTIAL_ID=nosuch
oauth2=(OS_AUTH_TYPE=v3oauth2clientcredential OS_OAUTH2_ENDPOINT="$OS_AUTH_URL/OS-OAUTH2/token" OS_OAUTH2_CLIENT_ID="$credential")
list "the same as a client of OAuth 2.0" "${oauth2[@]}" OS_OAUTH2_CLIENT_SECRET=lab-secret
refused 4 "with a wrong secret" "from OS_OAUTH2_CLIENT_SECRET" "${oauth2[@]}" OS_OAUTH2_CLIENT_SECRET=wrong
refused 2 "without one" "--os-oauth2-client-secret / OS_OAUTH2_CLIENT_SECRET" "${oauth2[@]}"
