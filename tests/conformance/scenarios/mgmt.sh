#!/usr/bin/env bash
# What administrators see and do: instances of all projects, datastore versions, parameters of configuration groups.
set -euo pipefail
source "$(dirname "$0")/../scenario.sh"
"$lab" fill 2
as() { eval "$("$lab" env "$1")"; }
expect_code 0 trove root enable fill-00001 -f value -c name
expect_code 4 trove mgmt instance ping fill-00001
expect_contains "$err" administrator "who may is said"

as admin
expect_code 0 trove instance list -f json
expect_eq 0 "$(json 'len(d)')" "the administrator has no instances"
expect_code 0 trove mgmt instance list -f json
expect_eq "fill-00001 fill-00002 demo" "$(json "' '.join(sorted(r['Name'] for r in d))") \
$(json "{open('$LAB_HOME/keystone/project.demo').read(): 'demo'}.get(*{r['Project ID'] for r in d})")" "but sees those of demo"
expect_code 0 trove mgmt instance show fill-00001 -f json
expect_eq "ACTIVE HEALTHY" "$(json "' '.join([d['server_status'], d['service_status']])")" "with their servers"
expect_code 0 trove mgmt instance ping fill-00001 fill-00002
expect_eq 2 "$(rows "$out")" "the guest agents answer"
expect_code 3 trove mgmt instance ping nonsense
expect_code 0 trove mgmt instance hwinfo fill-00001 -f json
expect_eq "524288 1" "$(json "' '.join([str(d['mem_total']), str(d['num_cpus'])])")" "they tell of their servers"
expect_code 0 trove mgmt instance diagnostics fill-00001 -f value -c threads
expect_eq 2 "$out" "and of themselves"
expect_code 0 trove mgmt instance root-history fill-00001 -f value -c user
expect_eq "$(openstack user show demo --domain default -f value -c id)" "$out" "who enabled root"
expect_code 0 trove mgmt instance root-history fill-00002 -f value -c enabled
expect_eq Never "$out" "and that nobody did"

expect_code 0 trove mgmt instance migrate fill-00001 fill-00002 --host elsewhere --wait -f value -c "Operating Status"
expect_eq "HEALTHY HEALTHY" "$(echo $out)" "two are moved"
expect_code 0 trove mgmt instance stop fill-00001 --wait -f value -c operating_status
expect_eq SHUTDOWN "$out" "one is stopped"
as demo
expect_code 0 trove instance restart fill-00001 --wait -f value -c operating_status
expect_eq HEALTHY "$out" "and started again"
expect_code 0 trove backup create stuck --instance fill-00002
as admin
expect_code 0 trove mgmt instance reset-task-status fill-00002
as demo
expect_code 0 trove instance delete fill-00002 --wait --yes
as admin
expect_code 0 trove mgmt instance list -f value -c Name
expect_eq fill-00001 "$out" "what is deleted is not listed"
expect_code 0 trove mgmt instance list --deleted -f value -c Name
expect_eq fill-00002 "$out" "unless it is asked for"

parameter=(trove mgmt configuration parameter)
of=(8.0.32 made_up --datastore mysql)
expect_code 0 "${parameter[@]}" create "${of[@]}" --type integer --min 1 --max 1000 -f value -c name
expect_code 1 "${parameter[@]}" create "${of[@]}" --type integer --min 1 --max 1000
expect_code 0 "${parameter[@]}" update "${of[@]}" --max 500 -f value -c max_size
expect_eq 500 "$out" "a parameter is changed"
expect_code 0 "${parameter[@]}" list 8.0.32 --datastore mysql -f value -c Name
expect_contains "$out" made_up "and listed"
tuned=(trove configuration create tuned --datastore mysql --datastore-version 8.0.32)
expect_code 1 "${tuned[@]}" '{"made_up": 501}'
expect_contains "$err" "maximum allowed: 500" "groups keep to it"
expect_code 0 "${tuned[@]}" '{"made_up": 500}'
expect_code 0 "${parameter[@]}" delete "${of[@]}"
expect_code 3 "${parameter[@]}" show "${of[@]}"
expect_code 1 "${tuned[@]}" '{"made_up": 500}'

expect_code 0 trove datastore version create new mysql mysql --image-tags trove,mysql --active
expect_code 0 trove mgmt datastore version show new -f json
expect_eq "new True ['trove', 'mysql']" "$(json "' '.join([d['version'], str(d['active']), str(d['image_tags'])])")" "there is another version"
expect_code 0 trove datastore version set new --datastore mysql --disable
expect_code 0 trove mgmt datastore version list -f json
expect_eq False "$(json "next(r['Active'] for r in d if r['Name'] == 'new')")" "which administrators see when it is disabled"
as demo
expect_code 0 trove datastore version list mysql -f value -c Name
expect_eq "8.0.32 8.4.0" "$(printf '%s\n' "$out" | sort | xargs)" "and others do not"
as admin
expect_code 0 trove datastore version delete new --datastore mysql
