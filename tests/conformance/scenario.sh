# What the scripts in scenarios/ share; they source it. It gives each an empty cloud, an empty home and the variables of demo.
#
#   expect_code N COMMAND…      run it: `ok` if it exits with N; leaves $out, $err, $code
#   expect_eq WANT GOT WHAT…    the same text
#   expect_contains TEXT PART WHAT…
#   json EXPRESSION             of $out, as `d`, in Python: json "d['status']"
#   retry_until SECONDS COMMAND…
#   openstack ARGUMENT…         the reference client, whose start-up is paid for once
conformance=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
lab=$conformance/lab
trove=$(readlink -f "${TROVE:-$conformance/../../target/release/trove}")
export LAB_HOME=${LAB_HOME:-${XDG_CACHE_HOME:-$HOME/.cache}/trove-conformance}
scratch=$(mktemp -d)
unset "${!OS_@}" "${!TROVE_@}" "${!CLIFF_@}" "${!XDG_@}"
export HOME=$scratch/home LC_ALL=C.UTF-8
mkdir "$HOME"
network=6f4a1a9c-1d0c-4b7e-9a43-0d5c6f3f0001

cleanup() {
  jobs -p | xargs -r kill 2>/dev/null || true
  rm -rf "$scratch"
}
trap cleanup EXIT

trove() { "$trove" "$@"; }

say() { # ok|not WHAT…
  if [ "$1" = ok ]; then printf 'ok %s\n' "${*:2}"; else printf 'not ok %s\n' "${*:2}"; fi
}

expect_code() {
  local want=$1
  shift
  code=0
  "$@" >"$scratch/out" 2>"$scratch/err" </dev/null || code=$?
  out=$(cat "$scratch/out") err=$(cat "$scratch/err")
  if [ "$code" = "$want" ]; then say ok "$*"; return; fi
  say not "$*"
  printf '    exit %s, not %s\n' "$code" "$want"
  printf '%s\n' "$err" | head -5 | sed 's/^/    /'
}

expect_eq() {
  if [ "$1" = "$2" ]; then say ok "${*:3}"; return; fi
  say not "${*:3}"
  printf 'wanted: %s\ngot:    %s\n' "$1" "$2" | head -20 | sed 's/^/    /'
}

expect_contains() {
  case $1 in *"$2"*) say ok "${*:3}" ;; *)
    say not "${*:3}"
    printf 'no %s in: %s\n' "$2" "$1" | head -5 | sed 's/^/    /' ;;
  esac
}

json() { printf '%s' "$out" | python3 -c 'import json, sys; d = json.load(sys.stdin); print(eval(sys.argv[1]))' "$1" 2>&1 || true; }

rows() { if [ -n "$1" ]; then printf '%s\n' "$1" | wc -l; else echo 0; fi; }

retry_until() {
  local deadline=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$deadline" ] || return 1
    sleep 0.2
  done
}

openstack() {
  if [ -z "${reference:-}" ]; then
    coproc reference_client { exec "$lab" python "$conformance/reference.py" 2>/dev/null; }
    # Under these numbers subshells have them too.
    exec 8>&"${reference_client[1]}" 9<&"${reference_client[0]}"
    reference=ready
  fi
  python3 -c 'import json, os, sys; print(json.dumps({"argv": sys.argv[1:], "env": dict(os.environ)}))' "$@" >&8
  local answer
  read -r answer <&9
  printf '%s' "$answer" | python3 -c '
import json, sys
answer = json.load(sys.stdin)
sys.stdout.write(answer["stdout"])
sys.stderr.write(answer["stderr"])
sys.exit(answer["code"])'
}

"$lab" reset
eval "$("$lab" env demo)"
