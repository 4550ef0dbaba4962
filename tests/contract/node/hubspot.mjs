// Drives the HubSpot simulator with HubSpot's own Node client: node hubspot.mjs BASE_URL TOKEN
import assert from "node:assert/strict";
import { Client } from "@hubspot/api-client";

const [basePath, accessToken] = process.argv.slice(2);
const client = new Client({ accessToken, basePath, numberOfApiCallRetries: 0 });
const contacts = client.crm.contacts;

const made = await contacts.basicApi.create({ properties: { email: "Node@Example.org", firstname: "Node" } });
assert.equal(made.properties.email, "node@example.org");
assert.ok(made.createdAt instanceof Date);

const read = await contacts.basicApi.getById(made.id, ["firstname", "phone"], ["firstname"]);
assert.equal(read.properties.firstname, "Node");
assert.equal(read.properties.phone, null);
assert.equal(read.propertiesWithHistory.firstname[0].sourceType, "INTEGRATION");

const batch = await contacts.batchApi.update({
  inputs: [
    { id: made.id, properties: { city: "Oslo" } },
    { id: "999999", properties: { city: "Oslo" } },
  ],
});
assert.equal(batch.results.length, 1);
assert.equal(batch.numErrors, 1);
assert.deepEqual(batch.errors[0].context.ids, ["999999"]);

const found = await contacts.searchApi.doSearch({
  filterGroups: [{ filters: [{ propertyName: "city", operator: "EQ", value: "oslo" }] }],
  properties: ["email"],
  sorts: [],
  limit: 10,
  after: "0",
});
assert.equal(found.total, 1);

const owners = await client.crm.owners.ownersApi.getPage();
assert.deepEqual(owners.results.map((owner) => owner.firstName), ["Dana", "Kenji", "Lena"]);

const properties = await client.crm.properties.coreApi.getAll("contacts");
assert.ok(properties.results.find((one) => one.name === "hs_email_optout").modificationMetadata.readOnlyValue);

await assert.rejects(contacts.basicApi.create({ properties: { email: "node@example.org" } }), (error) => {
  assert.equal(error.code, 409);
  assert.equal(error.body.category, "CONFLICT");
  return true;
});

await contacts.basicApi.archive(made.id);
await assert.rejects(contacts.basicApi.getById(made.id), (error) => error.code === 404);

const list = await client.crm.lists.listsApi.create({ name: "Node", objectTypeId: "0-1", processingType: "MANUAL" });
const moved = await client.crm.lists.membershipsApi.add(list.list.listId, ["51"]);
assert.deepEqual(moved.recordsIdsAdded, ["51"]);

const company = await client.crm.companies.basicApi.create({ properties: { name: "Edge", domain: "edge.example" } });
const primary = [{ associationCategory: "HUBSPOT_DEFINED", associationTypeId: 1 }];
const associations = client.crm.associations.v4;
await associations.basicApi.create("contacts", "51", "companies", company.id, primary);
const linked = await associations.batchApi.getPage("contacts", "companies", { inputs: [{ id: "51" }] });
assert.deepEqual(linked.results[0].to[0].associationTypes.map((one) => one.typeId), [1, 279]);
const associated = await contacts.basicApi.getById("51", ["associatedcompanyid"]);
assert.equal(associated.properties.associatedcompanyid, company.id);

const pipelines = await client.crm.pipelines.pipelinesApi.getAll("deals");
assert.equal(pipelines.results[0].stages.at(-2).metadata.isClosed, "true");
const deal = await client.crm.deals.basicApi.create({ properties: { dealname: "Big", dealstage: "closedwon" } });
assert.equal(deal.properties.pipeline, "default");
const task = await client.crm.objects.tasks.basicApi.create({
  properties: { hs_task_subject: "Call", hs_timestamp: "2026-11-01T09:00:00Z" },
  associations: [
    { to: { id: deal.id }, types: [{ associationCategory: "HUBSPOT_DEFINED", associationTypeId: 216 }] },
  ],
});
const page = await associations.basicApi.getPage("tasks", task.id, "deals");
assert.equal(page.results.length, 1);

console.log("ok");
