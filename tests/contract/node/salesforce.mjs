// Drives the Salesforce simulator with jsforce: node salesforce.mjs URL CONSUMER_KEY CONSUMER_SECRET
import assert from "node:assert/strict";
import jsforce from "jsforce";

const [loginUrl, clientId, clientSecret] = process.argv.slice(2);
const conn = new jsforce.Connection({ loginUrl, version: "62.0", oauth2: { loginUrl, clientId, clientSecret } });
await conn.authorize({ grant_type: "client_credentials" });
assert.equal(conn.instanceUrl, loginUrl);
assert.equal((await conn.identity()).username, "integration@crmsync.example.com");

const count = await conn.query("SELECT COUNT() FROM Lead");
assert.equal(count.totalSize, 22);

const made = await conn.sobject("Lead").create({ LastName: "Node", Company: "Acme", Email: "node@example.org" });
assert.ok(made.success);
const read = await conn.sobject("Lead").retrieve(made.id);
assert.equal(read.Name, "Node");
await conn.sobject("Lead").update({ Id: made.id, Title: "CEO" });

const outcomes = await conn.sobject("Lead").create(
  [{ LastName: "A", Company: "Acme" }, { Company: "Acme" }, { LastName: "C", Company: "Acme" }],
  { allowRecursive: true },
);
assert.deepEqual(outcomes.map((one) => one.success), [true, false, true]);
assert.equal(outcomes[1].errors[0].errorCode ?? outcomes[1].errors[0].statusCode, "REQUIRED_FIELD_MISSING");

const changed = await conn.sobject("Lead").update([
  { Id: outcomes[0].id, Title: "CTO" },
  { Id: outcomes[2].id, Email: "nobody" },
]);
assert.deepEqual(changed.map((one) => one.success), [true, false]);
const both = await conn.sobject("Lead").retrieve([outcomes[0].id, made.id]);
assert.deepEqual(both.map((one) => one.Title), ["CTO", "CEO"]);

const accounts = await conn
  .sobject("Account")
  .select("Name, (SELECT LastName FROM Contacts)")
  .where({ Name: "Edge Communications" });
assert.equal(accounts[0].Contacts.records.length, 2);
const contacts = await conn.sobject("Contact").find({ "Account.Name": "GenePoint" }, ["Name", "Account.Name"]);
assert.equal(contacts[0].Account.Name, "GenePoint");

const described = await conn.sobject("Lead").describe();
assert.equal(described.fields.find((field) => field.name === "Email").type, "email");
assert.equal(conn.limitInfo.apiUsage.limit, 100000);

await assert.rejects(conn.query("SELECT Nope FROM Lead"), { errorCode: "INVALID_FIELD" });
await conn.sobject("Lead").destroy([made.id, outcomes[0].id]);
await assert.rejects(conn.sobject("Lead").retrieve(made.id), { errorCode: "ENTITY_IS_DELETED" });
const everything = await conn.query(`SELECT Id FROM Lead WHERE Id = '${made.id}'`, { scanAll: true });
assert.equal(everything.totalSize, 1);

const [account] = await conn.sobject("Account").create([{ Name: "Node Ltd" }]);
const deal = { Name: "Big deal", StageName: "Prospecting", CloseDate: "2027-02-28", AccountId: account.id };
const won = await conn.sobject("Opportunity").create(deal);
await conn.sobject("Opportunity").update({ Id: won.id, StageName: "Closed Won" });
assert.equal((await conn.sobject("Opportunity").retrieve(won.id)).IsWon, true);
const task = await conn.sobject("Task").create({ Subject: "Call", WhatId: won.id });
const told = await conn.query(`SELECT What.Name, What.Type FROM Task WHERE Id = '${task.id}'`);
assert.equal(told.records[0].What.Type, "Opportunity");
const related = (await conn.sobject("Task").describe()).fields.find((field) => field.name === "WhatId");
assert.ok(related.referenceTo.includes("Case") && related.polymorphicForeignKey);
await assert.rejects(conn.sobject("Account").destroy(account.id), { errorCode: "DELETE_FAILED" });

console.log("ok");
