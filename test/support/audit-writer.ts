// Adds to the audit without an end and says what is durable: a line for each entry that was acknowledged.
import { audit } from '../../processes/audit.js';
import { openStore } from '../../processes/store/store.js';

const [name] = process.argv.slice(2);
const store = await openStore(process.env.MONGODB_URI!);
for (let n = 0; ; n += 5) {
  await Promise.all(Array.from({ length: 5 }, async (_, at) => {
    await audit(store, new Date(), { system: name! }, 'trial', { kind: 'case', id: `${name}-${n + at}` }, '试写');
    process.stdout.write(`${name}-${n + at}\n`);
  }));
}
