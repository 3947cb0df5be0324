#!/usr/bin/env bash
# More instances than a page holds: what a list shows, and that names are looked up on every page.
set -euo pipefail
source "$(dirname "$0")/../scenario.sh"
"$lab" fill 45

expect_code 0 trove instance list -f value -c ID
expect_eq 20 "$(rows "$out")" "one page"
expect_contains "$err" "--all" "and a word that there is more"
expect_code 0 trove instance list -f json
expect_eq 20 "$(json 'len(d)')" "the word does not spoil the JSON"

expect_code 0 trove instance list --all -f value -c ID
every=$(printf '%s\n' "$out" | sort)
expect_eq 45 "$(rows "$out")" "all pages"
expect_eq 45 "$(printf '%s\n' "$every" | uniq | wc -l)" "without a row twice"
expect_eq "" "$err" "and nothing more to say"
expect_code 0 trove instance list --limit 30 -f value -c ID
expect_eq 30 "$(rows "$out")" "a limit beyond a page"
expect_code 0 trove instance list --limit 3 -f value -c ID
expect_eq 3 "$(rows "$out")" "a limit below a page"
expect_code 0 trove instance list --limit 45 -f value -c ID
expect_eq 45 "$(rows "$out")" "a limit that is just enough"
expect_code 0 trove instance list --limit 500 -f value -c ID
expect_eq 45 "$(rows "$out")" "a limit beyond the end"

middle=$(printf '%s\n' "$every" | sed -n 20p)
expect_code 0 trove instance list --marker "$middle" --all -f value -c ID
expect_eq "$(printf '%s\n' "$every" | tail -n +21)" "$(printf '%s\n' "$out" | sort)" "all that follow a marker"
expect_code 0 trove instance list --marker "$middle" --limit 2 -f value -c ID
expect_eq "$(printf '%s\n' "$every" | sed -n 21,22p)" "$(printf '%s\n' "$out" | sort)" "the two that follow a marker"
expect_code 0 trove instance list --marker "$(printf '%s\n' "$every" | tail -1)" -f json
expect_eq 0 "$(json 'len(d)')" "nothing follows the last"

expect_code 0 trove instance list --all -f json
first=$(json "next(r['ID'] for r in d if r['Name'] == 'fill-00001')")
for n in 1 15 30 45; do
  expect_code 0 trove instance show "fill-000$(printf %02d $n)" -f value -c name
done
expect_code 3 trove instance show fill-00046

"$lab" fill 1
expect_code 0 trove instance list --all -f json
second=$(json "next(r['ID'] for r in d if r['Name'] == 'fill-00001' and r['ID'] != '$first')")
expect_code 3 trove instance show fill-00001
expect_contains "$err" "$first" "two of one name: the first ID"
expect_contains "$err" "$second" "two of one name: the second ID"
expect_eq "" "$out" "and nothing on stdout"
expect_code 3 trove instance delete fill-00001 --yes
expect_code 0 trove instance show "$second" -f value -c name
expect_eq fill-00001 "$out" "neither was deleted"
