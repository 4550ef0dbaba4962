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

console.log("ok");
