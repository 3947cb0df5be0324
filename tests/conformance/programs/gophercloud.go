// The life of an instance by gophercloud, as Terraform and other programs in Go use it.
// Prints `ok` or `not ok` and what was tried. The cloud is that of the OS_* variables.
package main

import (
	"errors"
	"fmt"
	"os"
	"sort"
	"strings"
	"time"

	"github.com/gophercloud/gophercloud"
	"github.com/gophercloud/gophercloud/openstack"
	"github.com/gophercloud/gophercloud/openstack/db/v1/configurations"
	"github.com/gophercloud/gophercloud/openstack/db/v1/databases"
	"github.com/gophercloud/gophercloud/openstack/db/v1/datastores"
	"github.com/gophercloud/gophercloud/openstack/db/v1/flavors"
	"github.com/gophercloud/gophercloud/openstack/db/v1/instances"
	"github.com/gophercloud/gophercloud/openstack/db/v1/users"
	"github.com/gophercloud/gophercloud/pagination"
)

const (
	network  = "6f4a1a9c-1d0c-4b7e-9a43-0d5c6f3f0001"
	patience = 2 * time.Minute
)

var client *gophercloud.ServiceClient

func expect(holds bool, what string, details ...interface{}) {
	if holds {
		fmt.Println("ok", what)
		return
	}
	fmt.Println(append([]interface{}{"not ok", what}, details...)...)
}

// must ends the program if a step failed without which the others make no sense.
func must(err error, what string) {
	expect(err == nil, what, err)
	if err != nil {
		os.Exit(1)
	}
}

// page follows the links to the next pages as the service sends them.
type page struct{ pagination.LinkedPageBase }

func (p page) NextPageURL() (string, error) {
	var body struct {
		Links []gophercloud.Link `json:"links"`
	}
	if err := p.ExtractInto(&body); err != nil {
		return "", err
	}
	return gophercloud.ExtractNextURL(body.Links)
}

func (p page) IsEmpty() (bool, error) { return false, nil }

// names lists what is at a path, over all pages of a row. The real Trove encodes the marker of users twice
// (docs/server-behaviour.md 47): a link to the next page of them leads back to the first.
func names(kind string, path ...string) string {
	url := client.ServiceURL(path...)
	if kind != "users" || os.Getenv("CLOUD_IS_SANDBOX") != "" {
		url += "?limit=1"
	}
	var found []string
	pages := 0
	err := pagination.NewPager(client, url, func(r pagination.PageResult) pagination.Page {
		return page{pagination.LinkedPageBase{PageResult: r}}
	}).EachPage(func(p pagination.Page) (bool, error) {
		var body map[string]interface{}
		if err := p.(page).ExtractInto(&body); err != nil {
			return false, err
		}
		rows, _ := body[kind].([]interface{})
		for _, row := range rows {
			found = append(found, row.(map[string]interface{})["name"].(string))
		}
		pages++
		return pages < 50, nil
	})
	if err != nil {
		return err.Error()
	}
	sort.Strings(found)
	return strings.Join(found, " ")
}

func waitFor(id, status string) error {
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(200 * time.Millisecond) {
		instance, err := instances.Get(client, id).Extract()
		if err != nil {
			return err
		}
		if instance.Status == status {
			return nil
		}
		if instance.Status == "ERROR" {
			return errors.New("ERROR")
		}
	}
	return errors.New("it takes too long")
}

func waitUntilGone(id string) error {
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(200 * time.Millisecond) {
		_, err := instances.Get(client, id).Extract()
		if _, gone := err.(gophercloud.ErrDefault404); gone {
			return nil
		}
		if err != nil {
			return err
		}
	}
	return errors.New("it takes too long")
}

func logIn() {
	// gophercloud knows one variable for both domains.
	must(os.Setenv("OS_DOMAIN_NAME", os.Getenv("OS_USER_DOMAIN_NAME")), "set a variable")
	options, err := openstack.AuthOptionsFromEnv()
	must(err, "read the variables")
	provider, err := openstack.AuthenticatedClient(options)
	must(err, "log in")
	client, err = openstack.NewDBV1(provider, gophercloud.EndpointOpts{Region: os.Getenv("OS_REGION_NAME")})
	must(err, "find the database service")
}

func lookAround() datastores.DatastorePartial {
	pages, err := datastores.List(client).AllPages()
	must(err, "list datastores")
	all, err := datastores.ExtractDatastores(pages)
	must(err, "read datastores")
	for _, datastore := range all {
		if datastore.Name != "mysql" {
			continue
		}
		version, err := datastores.GetVersion(client, datastore.ID, datastore.DefaultVersion).Extract()
		must(err, "show the default version")
		pages, err := flavors.List(client).AllPages()
		must(err, "list flavors")
		all, err := flavors.ExtractFlavors(pages)
		expect(err == nil && len(all) > 0, "read flavors", err)
		return datastores.DatastorePartial{Type: datastore.Name, Version: version.Name}
	}
	must(errors.New("there is none"), "find mysql")
	return datastores.DatastorePartial{}
}

func create(name string, datastore datastores.DatastorePartial) string {
	instance, err := instances.Create(client, instances.CreateOpts{
		Name: name, FlavorRef: "2", Size: 1,
		Datastore: &instances.DatastoreOpts{Type: datastore.Type, Version: datastore.Version},
		Networks:  []instances.NetworkOpts{{UUID: network}},
		Databases: databases.BatchCreateOpts{{Name: "app", CharSet: "utf8mb4"}},
		Users:     users.BatchCreateOpts{{Name: "ann", Password: "pw", Databases: databases.BatchCreateOpts{{Name: "app"}}}},
	}).Extract()
	must(err, "create "+name)
	must(waitFor(instance.ID, "ACTIVE"), name+" is ready")
	return instance.ID
}

func contents(id string) {
	must(databases.Create(client, id, databases.BatchCreateOpts{{Name: "one"}, {Name: "two"}}).ExtractErr(), "create databases")
	got := names("databases", "instances", id, "databases")
	expect(got == "app one two", "databases are listed at once, on pages", got)
	must(users.Create(client, id, users.BatchCreateOpts{{Name: "bob", Password: "pw"}, {Name: "eve", Password: "pw"}}).ExtractErr(), "create users")
	got = names("users", "instances", id, "users")
	expect(strings.Contains(got, "ann bob eve"), "users are listed at once, on pages", got)
	must(databases.Delete(client, id, "one").ExtractErr(), "delete a database")
	got = names("databases", "instances", id, "databases")
	expect(got == "app two", "a deleted database is gone at once", got)
	must(users.Delete(client, id, "bob").ExtractErr(), "delete a user")
	got = names("users", "instances", id, "users")
	expect(strings.Contains(got, "ann eve"), "a deleted user is gone at once", got)
	root, err := instances.EnableRootUser(client, id).Extract()
	expect(err == nil && root.Name == "root" && root.Password != "", "enable root", err)
	enabled, err := instances.IsRootEnabled(client, id).Extract()
	expect(err == nil && enabled, "root is enabled", err)
}

func configure(id string, datastore datastores.DatastorePartial) {
	group, err := configurations.Create(client, configurations.CreateOpts{
		Name: "go", Values: map[string]interface{}{"max_connections": 200},
		Datastore: &configurations.DatastoreOpts{Type: datastore.Type, Version: datastore.Version},
	}).Extract()
	must(err, "create a configuration group")
	must(instances.AttachConfigurationGroup(client, id, group.ID).ExtractErr(), "attach it")
	must(waitFor(id, "ACTIVE"), "the instance is ready with it")
	attached := names("instances", "configurations", group.ID, "instances")
	expect(attached == "go-1", "it is attached", attached)
	must(instances.DetachConfigurationGroup(client, id).ExtractErr(), "detach it")
	must(waitFor(id, "ACTIVE"), "the instance is ready without it")
	attached = names("instances", "configurations", group.ID, "instances")
	expect(attached == "", "it is detached", attached)
	must(configurations.Delete(client, group.ID).ExtractErr(), "delete it")
}

func change(id string) {
	must(instances.Restart(client, id).ExtractErr(), "restart")
	must(waitFor(id, "ACTIVE"), "it has restarted")
	must(instances.Resize(client, id, "3").ExtractErr(), "change the flavor")
	must(waitFor(id, "ACTIVE"), "the flavor is changed")
	must(instances.ResizeVolume(client, id, 2).ExtractErr(), "enlarge the volume")
	must(waitFor(id, "ACTIVE"), "the volume is enlarged")
	instance, err := instances.Get(client, id).Extract()
	expect(err == nil && instance.Flavor.ID == "3" && instance.Volume.Size == 2, "it has both", err, instance)
}

func main() {
	logIn()
	datastore := lookAround()
	id := create("go-1", datastore)
	contents(id)
	configure(id, datastore)
	change(id)
	other := create("go-2", datastore)
	got := names("instances", "instances")
	expect(got == "go-1 go-2", "both are listed, on pages", got)
	for _, id := range []string{id, other} {
		must(instances.Delete(client, id).ExtractErr(), "delete")
		must(waitUntilGone(id), "it is gone")
	}
}
