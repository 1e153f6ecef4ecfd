// Stands in for main.ts where a test is about starting and not about cases: answers /ready, takes the engine's records, tells what it was given.
import { createServer } from 'node:http';

if (process.env.STAND_IN_REFUSES) {
  console.error(`Error: ${process.env.STAND_IN_REFUSES}`);
  process.exit(1);
}

let records = 0;

const drained = async (request) => {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
};

const takeRecords = createServer(async (request, response) => {
  const text = await drained(request);
  const allowed = `Basic ${Buffer.from(`${process.env.RECORDS_USER}:${process.env.RECORDS_PASSWORD}`).toString('base64')}`;
  if (request.headers.authorization !== allowed) return response.writeHead(401).end();
  if (request.url === '/_bulk') records += text.split('\n').filter(Boolean).length / 2;
  return response.setHeader('content-type', 'application/json').end('{"acknowledged":true,"errors":false,"items":[]}');
});

const web = createServer((request, response) => {
  const { LIANDONG_DEMO: demo, LIANDONG_ROLE: role, ZEEBE_ADDRESS: zeebe, MONGODB_URI: mongo } = process.env;
  response.setHeader('content-type', 'application/json').end(JSON.stringify({ pid: process.pid, records, demo, role, zeebe, mongo }));
});

takeRecords.listen(Number(process.env.RECORDS_PORT), '127.0.0.1', () => {
  web.listen(Number(process.env.PORT), process.env.HOST, () => {
    const signIns = [{ account: 'grid1', password: 'secret', name: '王小明', role: '网格员', unit: '曹坝网格' }];
    process.send?.({ ready: true, url: `http://${process.env.HOST}:${process.env.PORT}`, signIns });
  });
});
process.on('SIGTERM', () => process.exit(0));
