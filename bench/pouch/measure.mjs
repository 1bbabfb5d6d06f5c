// Replicates ten thousand documents of the size of our operations from a PouchDB on disk to a
// PouchDB server on disk over loopback HTTP, as a PouchDB application would sync them, and prints
// the documents of a second for each run. The payload of an operation, 580 sealed bytes, becomes
// a base64 field, as JSON wants it.
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';

import express from 'express';
import expressPouchdb from 'express-pouchdb';
import PouchDB from 'pouchdb';

const [documents, bytes, runs] = process.argv.slice(2).map(Number);
const folder = mkdtempSync(join(process.env.MEASURE_IN ?? tmpdir(), 'pouch-'));

mkdirSync(join(folder, 'server'));
const Server = PouchDB.defaults({ prefix: join(folder, 'server') + sep });
const app = express();
app.use('/', expressPouchdb(Server, { inMemoryConfig: true, logPath: join(folder, 'log') }));
const listening = app.listen(0, '127.0.0.1');
await new Promise((resolve) => listening.once('listening', resolve));
const url = `http://127.0.0.1:${listening.address().port}`;

for (let run = 0; run < runs; run += 1) {
  const local = new PouchDB(join(folder, `local-${run}`));
  for (let at = 0; at < documents; at += 500) {
    const some = Array.from({ length: Math.min(500, documents - at) }, () => ({
      _id: randomUUID(),
      body: randomBytes(bytes).toString('base64'),
    }));
    await local.bulkDocs(some);
  }
  const start = performance.now();
  const done = await local.replicate.to(`${url}/book-${run}`, { batch_size: 256 });
  const took = (performance.now() - start) / 1000;
  if (done.docs_written !== documents) throw new Error(JSON.stringify(done));
  console.log(String(documents / took));
  await local.close();
}
listening.close();
rmSync(folder, { recursive: true, force: true });
process.exit(0);
